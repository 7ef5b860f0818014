import { Problem, type CreditRepair, type RiskReason } from "@shuangsui/contracts";
import type { CreditRow } from "./tables.ts";

/**
 * What a target's valid records amount to that count on a day, whichever authority made them. A penalty, and an inspection whose outcome was a
 * violation, count as violations; a low class is one of C or D that market supervision has.
 */
export type CreditCounts = {
  violations: number;
  complaints: number;
  honest: number;
  abnormal: number;
  samrC: number;
  samrD: number;
};

type Row = {
  riskClass: "A" | "B" | "C" | "D";
  reason: RiskReason;
  counts: keyof CreditCounts | null;
  atLeast: number;
  without: readonly (keyof CreditCounts)[];
};
const row = (
  riskClass: Row["riskClass"],
  reason: RiskReason,
  counts: Row["counts"],
  atLeast: number,
  without: Row["without"] = [],
): Row => ({ riskClass, reason, counts, atLeast, without });

/** For how many months a record counts, and which class follows from what counts. */
type RiskTable = { version: number; from: string; months: number; rows: readonly Row[] };

/**
 * The rules of classes (article 21: the honest are drawn less, those with complaints, bad credit or repeated violations more), the
 * newest first; the first row that holds gives the class. A change is another version with its first day, so that a class of any day can be explained.
 */
const riskTables: readonly RiskTable[] = [
  {
    version: 1,
    from: "2026-01-01",
    months: 24,
    rows: [
      row("D", "violations", "violations", 2),
      row("C", "violations", "violations", 1),
      row("C", "complaints", "complaints", 3),
      row("C", "abnormal-list", "abnormal", 1),
      row("C", "samr-class", "samrD", 1),
      row("A", "honest", "honest", 1, ["complaints", "samrC"]),
      row("B", "nothing", null, 0),
    ],
  },
];
const reasonOf: Readonly<Record<keyof CreditCounts, RiskReason>> = {
  violations: "violations",
  complaints: "complaints",
  honest: "honest",
  abnormal: "abnormal-list",
  samrC: "samr-class",
  samrD: "samr-class",
};
const none: CreditCounts = { violations: 0, complaints: 0, honest: 0, abnormal: 0, samrC: 0, samrD: 0 };

/** The table of a day; before the first it is the first. */
function riskTableOn(day: string, tables: readonly RiskTable[]): RiskTable {
  const table = tables.find(({ from }) => from <= day) ?? tables.at(-1);
  if (table === undefined) throw new RangeError("there is no table of classes");
  return table;
}

/** The tables as they are published. */
export function publishedTables() {
  return riskTables.map(({ rows, ...table }) => ({
    ...table,
    rows: rows.map(({ riskClass, reason, atLeast, without }) => ({
      ...{ riskClass, reason, atLeast },
      without: [...new Set(without.map((one) => reasonOf[one]))],
    })),
  }));
}

/** The class of a target by its credit on a day, and by which rows of that day's table: all of that class that hold. */
export function explainedClass(
  counts: CreditCounts | undefined,
  day: string,
  tables: readonly RiskTable[] = riskTables,
) {
  const known = counts ?? none;
  const { version, months, rows } = riskTableOn(day, tables);
  const holding = rows.filter(
    ({ counts: of, atLeast, without }) =>
      (of === null || known[of] >= atLeast) && without.every((one) => known[one] === 0),
  );
  const riskClass = holding[0]?.riskClass ?? "B";
  return {
    riskClass,
    table: version,
    months,
    because: holding
      .filter((one, index) => one.riskClass === riskClass && (index === 0 || one.counts !== null))
      .map(({ reason, counts: of, atLeast }) => ({ reason, atLeast, count: of === null ? 0 : known[of] })),
  };
}

/** The risk class of a target by its credit on a day (article 21). */
export function riskClassOf(counts: CreditCounts | undefined, day: string): "A" | "B" | "C" | "D" {
  return explainedClass(counts, day).riskClass;
}

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
 * The day after which records count on a day (both YYYY-MM-DD), as many months before it as that day's table says: the same day of
 * the month, or that month's last.
 */
export function creditSince(day: string, tables: readonly RiskTable[] = riskTables): string {
  const { months } = riskTableOn(day, tables);
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10);
}
