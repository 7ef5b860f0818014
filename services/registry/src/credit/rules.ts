import { Problem, type CreditRepair } from "@shuangsui/contracts";
import type { CreditRow } from "./tables.ts";

/** What a target's valid records of the last 24 months amount to, whichever authority made them. */
export type CreditCounts = { violations: number; complaints: number; honest: number };

/**
 * The risk class of a target by its credit (article 21: the honest are drawn less, those with complaints, bad credit or
 * repeated violations more). Records of the 24 months that end with the day asked about count:
 * D two or more violations; C one violation, or three or more complaints; A an honest record and neither violation nor
 * complaint; B everything else. An inspection whose outcome was a violation counts as one.
 */
export function riskClassOf(counts: CreditCounts | undefined): "A" | "B" | "C" | "D" {
  const { violations, complaints, honest } = counts ?? { violations: 0, complaints: 0, honest: 0 };
  if (violations >= 2) return "D";
  if (violations === 1 || complaints >= 3) return "C";
  return honest > 0 && complaints === 0 ? "A" : "B";
}

type Repairable = Pick<CreditRow, "kind" | "status" | "inspection_id">;

/**
 * 信用修复管理办法: a violation that stands on record is repaired, once, by a decision that was made. What an inspection entered is
 * repaired by that inspection, which has its result taken down as well.
 * @throws Problem `credit/of-inspection`, `credit/repaired`, `credit/not-repairable`, `body/invalid`
 */
export function requireRepairable(row: Repairable, { decidedOn }: CreditRepair, today: string): void {
  if (row.inspection_id !== null) throw new Problem("credit/of-inspection");
  if (row.status === "repaired") throw new Problem("credit/repaired");
  if (row.status !== "valid" || row.kind !== "violation") throw new Problem("credit/not-repairable");
  if (decidedOn > today)
    throw new Problem("body/invalid", "decidedOn is a day to come", [
      { path: "/decidedOn", message: "is a day to come" },
    ]);
}

/** The day after which records count, 24 months before `day` (both YYYY-MM-DD): the same day of the month, or that month's last. */
export function creditSince(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year - 2, month, 0)).getUTCDate();
  return new Date(Date.UTC(year - 2, month - 1, Math.min(date, last))).toISOString().slice(0, 10);
}
