import type { InspectionOutcome } from "@shuangsui/contracts";
import type { InspectionDeed } from "@shuangsui/workflows/inspection/contract";
import type { Inspection } from "../lifecycle.ts";
import { creditOf, type JudgedFinding, type Recorded } from "../outcome.ts";

/** A check as it was recorded, and its findings as they are handled. */
export type Check = { record: Recorded; findings: readonly JudgedFinding[] };

/** Article 31: what is owed, or was entered already, is corrected where another outcome enters something else. */
export function creditMoves(row: Inspection, outcome: InspectionOutcome): InspectionDeed[] {
  return row.objections_closed_at !== null && creditOf(outcome) !== creditOf(row.outcome)
    ? ["enterCredit"]
    : [];
}
