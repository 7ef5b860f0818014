import { filledIn, wordsOf } from "@shuangsui/contracts";
import { describe, expect, test } from "vitest";
import { creditSince, explainedClass, publishedTables, riskClassOf } from "./rules.ts";

const none = { violations: 0, complaints: 0, honest: 0, abnormal: 0, samrC: 0, samrD: 0 };

describe("a target's class by its credit (article 21)", () => {
  test.each([
    [0, 0, 0, "B"],
    [0, 0, 1, "A"],
    [0, 1, 1, "B"],
    [0, 2, 5, "B"],
    [0, 3, 0, "C"],
    [0, 3, 1, "C"],
    [1, 0, 0, "C"],
    [1, 9, 9, "C"],
    [2, 0, 0, "D"],
    [5, 9, 9, "D"],
  ] as const)(
    "%i violations, %i complaints, %i honest records: %s",
    (violations, complaints, honest, riskClass) => {
      expect(riskClassOf({ ...none, violations, complaints, honest }, "2026-11-02")).toBe(riskClass);
    },
  );
  test("without any record it is B", () => expect(riskClassOf(undefined, "2026-11-02")).toBe("B"));
});

test("records count from as many months before the day as its table says: 24 by the first", () => {
  expect(creditSince("2026-11-02")).toBe("2024-11-02");
  expect(creditSince("2026-02-28")).toBe("2024-02-28");
  expect(creditSince("2028-02-29")).toBe("2026-02-28");
  expect(creditSince("2026-12-31")).toBe("2024-12-31");
});

test("a class names all rows of the published table that give it (article 21)", () => {
  const day = "2026-11-02";
  expect(explainedClass({ ...none, violations: 1, complaints: 4, honest: 1 }, day)).toEqual({
    riskClass: "C",
    table: 1,
    months: 24,
    because: [
      { reason: "violations", atLeast: 1, count: 1 },
      { reason: "complaints", atLeast: 3, count: 4 },
    ],
  });
  expect(explainedClass({ ...none, samrD: 1, honest: 1 }, day)).toMatchObject({ riskClass: "C" });
  expect(explainedClass({ ...none, samrC: 1, honest: 1 }, day)).toMatchObject({ riskClass: "B" });
  expect(explainedClass({ ...none, abnormal: 1 }, day)).toMatchObject({
    because: [{ reason: "abnormal-list", count: 1 }],
  });
  expect(explainedClass(undefined, day).because).toEqual([{ reason: "nothing", atLeast: 0, count: 0 }]);
  expect(publishedTables()[0]?.rows).toHaveLength(7);
});

test("a class of a day is explained by the table of that day, whose months its reason says (article 21)", () => {
  const row = {
    riskClass: "D",
    reason: "violations",
    counts: "violations",
    atLeast: 1,
    without: [],
  } as const;
  const tables = [
    { version: 2, from: "2027-01-01", months: 36, rows: [row] },
    { version: 1, from: "2026-01-01", months: 24, rows: [{ ...row, riskClass: "C" as const }] },
  ];
  const said = (day: string, language: "zh" | "en") => {
    const { months, because } = explainedClass({ ...none, violations: 1 }, day, tables);
    return because.map(({ reason, count }) =>
      filledIn(wordsOf(language).riskReason[reason], { count, months }),
    );
  };
  expect(said("2026-12-31", "zh")).toEqual(["最近 24 个月内违法违规 1 次"]);
  expect(said("2027-01-01", "zh")).toEqual(["最近 36 个月内违法违规 1 次"]);
  expect(said("2027-01-01", "en")).toEqual(["1 violations in 36 months"]);
  expect(explainedClass(undefined, "2027-01-01", tables)).toMatchObject({ table: 2, months: 36 });
  expect([creditSince("2026-12-31", tables), creditSince("2027-02-28", tables)]).toEqual([
    "2024-12-31",
    "2024-02-28",
  ]);
});
