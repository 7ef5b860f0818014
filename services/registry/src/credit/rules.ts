import {
  Problem,
  type CreditRepair,
  type RiskInput,
  type RiskReason,
  type RiskTable,
} from "@shuangsui/contracts";
import { shanghaiDate } from "@shuangsui/workdays";
import { misfit, refusalOf } from "../register/faults.ts";
import type { CreditRow } from "./tables.ts";

/**
 * What a target's valid records amount to that count on a day, whichever authority made them. A penalty, and an inspection whose outcome was a
 * violation, count as violations.
 */
export type CreditCounts = Readonly<Record<RiskInput, number>>;
/** As much of a version of the rules as a class follows from. */
export type RiskRules = Pick<RiskTable, "version" | "months" | "rows">;

const reasonOf: Readonly<Record<RiskInput, RiskReason>> = {
  violations: "violations",
  complaints: "complaints",
  honest: "honest",
  "abnormal-list": "abnormal-list",
  "samr-c": "samr-class",
  "samr-d": "samr-class",
};
const none: CreditCounts = {
  ...{ violations: 0, complaints: 0, honest: 0 },
  ...{ "abnormal-list": 0, "samr-c": 0, "samr-d": 0 },
};

/**
 * The class of a target by its credit (article 21: the honest are drawn less, those with complaints, bad credit or repeated violations more), and by
 * which rows of the rules: all of that class that hold.
 */
export function explainedClass(counts: CreditCounts | undefined, { version, months, rows }: RiskRules) {
  const known = counts ?? none;
  const holding = rows.filter(
    ({ of, atLeast, without }) =>
      (of === null || known[of] >= atLeast) && without.every((one) => known[one] === 0),
  );
  const riskClass = holding[0]?.riskClass ?? "B";
  return {
    riskClass,
    table: version,
    months,
    because: holding
      .filter((one, index) => one.riskClass === riskClass && (index === 0 || one.of !== null))
      .map(({ of, atLeast }) => ({
        reason: of === null ? ("nothing" as const) : reasonOf[of],
        atLeast,
        count: of === null ? 0 : known[of],
      })),
  };
}

/** The risk class of a target by its credit (article 21). */
export function riskClassOf(
  counts: CreditCounts | undefined,
  rules: RiskRules,
): RiskTable["rows"][number]["riskClass"] {
  return explainedClass(counts, rules).riskClass;
}

/**
 * Another version begins on a day to come, since classes of days that were stand, and not before those that were set already.
 * @throws Problem `body/invalid`
 */
export function requireBegins(from: string, today: string, tables: readonly Pick<RiskTable, "from">[]): void {
  const tomorrow = shanghaiDate(new Date(Date.parse(`${today}T00:00:00+08:00`) + dayMs));
  const day = tables.reduce((latest, one) => (one.from > latest ? one.from : latest), tomorrow);
  if (from < day) throw refusalOf([misfit(0, "from", "day-too-early", { day })]);
}
const dayMs = 86_400_000;

type Repairable = Pick<CreditRow, "kind" | "status" | "inspection_id">;

/** Whether a record speaks against its target in a way that can be repaired: a violation, also as an inspection's outcome. */
export function isAgainst({ kind, outcome }: Pick<CreditRow, "kind" | "outcome">): boolean {
  return (
    kind === "violation" ||
    kind === "penalty" ||
    (kind === "inspection" && outcome !== null && outcome !== "clean")
  );
}

/**
 * 信用修复管理办法: a violation that stands on record is repaired, once, by a decision that was made. What an inspection entered is
 * repaired by that inspection, which has its result taken down as well.
 * @throws Problem `credit/of-inspection`, `credit/repaired`, `credit/not-repairable`, `body/invalid`
 */
export function requireRepairable(row: Repairable, { decidedOn }: CreditRepair, today: string): void {
  if (row.inspection_id !== null) throw new Problem("credit/of-inspection");
  if (row.status === "repaired") throw new Problem("credit/repaired");
  if (row.status !== "valid" || (row.kind !== "violation" && row.kind !== "penalty"))
    throw new Problem("credit/not-repairable");
  if (decidedOn > today)
    throw new Problem("body/invalid", "decidedOn is a day to come", [
      { path: "/decidedOn", message: "is a day to come" },
    ]);
}

/** Article 31: an objection is to a record that was entered by hand and stands. @throws Problem `credit/of-inspection`, `credit/repaired`, `credit/not-repairable` */
export function requireCorrectable(row: Repairable): void {
  if (row.inspection_id !== null) throw new Problem("credit/of-inspection");
  if (row.status === "repaired") throw new Problem("credit/repaired");
  if (row.status !== "valid" || row.kind === "repair") throw new Problem("credit/not-repairable");
}

/**
 * The day after which records count on a day (both YYYY-MM-DD), so many months before it: the same day of the month, or that month's
 * last.
 */
export function creditSince(day: string, { months }: Pick<RiskRules, "months">): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10);
}
