import { filledIn, riskTableOn, wordsOf } from "@shuangsui/contracts";
import { describe, expect, test } from "vitest";
import { creditSince, explainedClass, requireBegins, riskClassOf, type RiskRules } from "./rules.ts";

const none = { violations: 0, complaints: 0, honest: 0, "abnormal-list": 0, "samr-c": 0, "samr-d": 0 };
const row = (
  riskClass: RiskRules["rows"][number]["riskClass"],
  of: RiskRules["rows"][number]["of"],
  atLeast: number,
  without: RiskRules["rows"][number]["without"] = [],
) => ({ riskClass, of, atLeast, without });
const rules: RiskRules = {
  version: 1,
  months: 24,
  rows: [
    row("D", "violations", 2),
    row("C", "violations", 1),
    row("C", "complaints", 3),
    row("C", "abnormal-list", 1),
    row("C", "samr-d", 1),
    row("A", "honest", 1, ["complaints", "samr-c"]),
    row("B", null, 0),
  ],
};

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
      expect(riskClassOf({ ...none, violations, complaints, honest }, rules)).toBe(riskClass);
    },
  );
  test("without any record it is B", () => expect(riskClassOf(undefined, rules)).toBe("B"));
});

test("records count from as many months before the day as its table says: 24 by the first", () => {
  expect(creditSince("2026-11-02", rules)).toBe("2024-11-02");
  expect(creditSince("2026-02-28", rules)).toBe("2024-02-28");
  expect(creditSince("2028-02-29", rules)).toBe("2026-02-28");
  expect(creditSince("2026-12-31", rules)).toBe("2024-12-31");
});

test("a class names all rows of the published table that give it (article 21)", () => {
  expect(explainedClass({ ...none, violations: 1, complaints: 4, honest: 1 }, rules)).toEqual({
    riskClass: "C",
    table: 1,
    months: 24,
    because: [
      { reason: "violations", atLeast: 1, count: 1 },
      { reason: "complaints", atLeast: 3, count: 4 },
    ],
  });
  expect(explainedClass({ ...none, "samr-d": 1, honest: 1 }, rules)).toMatchObject({ riskClass: "C" });
  expect(explainedClass({ ...none, "samr-c": 1, honest: 1 }, rules)).toMatchObject({ riskClass: "B" });
  expect(explainedClass({ ...none, "abnormal-list": 1 }, rules)).toMatchObject({
    because: [{ reason: "abnormal-list", count: 1 }],
  });
  expect(explainedClass(undefined, rules).because).toEqual([{ reason: "nothing", atLeast: 0, count: 0 }]);
});

test("a class of a day is explained by the version of that day, whose months its reason says (article 21)", () => {
  const tables = [
    {
      ...rules,
      version: 2,
      from: "2027-01-01",
      months: 36,
      rows: [row("D", "violations", 1), row("B", null, 0)],
    },
    { ...rules, from: "2026-01-01" },
  ];
  const said = (day: string, language: "zh" | "en") => {
    const { months, because } = explainedClass({ ...none, violations: 1 }, riskTableOn(tables, day));
    return because.map(({ reason, count }) =>
      filledIn(wordsOf(language).riskReason[reason], { count, months }),
    );
  };
  expect(said("2026-12-31", "zh")).toEqual(["最近 24 个月内违法违规 1 次"]);
  expect(said("2027-01-01", "zh")).toEqual(["最近 36 个月内违法违规 1 次"]);
  expect(said("2027-01-01", "en")).toEqual(["1 violations in 36 months"]);
  expect(explainedClass(undefined, riskTableOn(tables, "2027-01-01"))).toMatchObject({
    table: 2,
    months: 36,
  });
  const since = (day: string) => creditSince(day, riskTableOn(tables, day));
  expect([since("2026-12-31"), since("2027-02-28")]).toEqual(["2024-12-31", "2024-02-28"]);
});

test("of versions that have begun the highest holds; another begins on a day to come, and not before those set already", () => {
  const tables = [
    { version: 1, from: "2026-01-01" },
    { version: 2, from: "2027-01-01" },
    { version: 3, from: "2027-01-01" },
  ];
  const versionOn = (day: string) => riskTableOn(tables, day).version;
  expect(["2025-12-31", "2026-12-31", "2027-01-01"].map(versionOn)).toEqual([1, 1, 3]);
  const refused = { places: [{ path: "/from", fault: "day-too-early", message: expect.any(String) }] };
  expect(() => requireBegins("2026-11-02", "2026-11-02", tables.slice(0, 1))).toThrow(
    expect.objectContaining(refused),
  );
  expect(() => requireBegins("2026-12-31", "2026-11-02", tables)).toThrow(expect.objectContaining(refused));
  requireBegins("2026-11-03", "2026-11-02", tables.slice(0, 1));
  requireBegins("2027-01-01", "2026-11-02", tables);
});
