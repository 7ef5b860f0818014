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

test("records count from 24 months before the day", () => {
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
