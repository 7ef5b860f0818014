import type { Act } from "@shuangsui/service-kit";
import { tellsOfApproval, type Inspection, type InspectionDecision } from "../lifecycle.ts";

/**
 * Article 25: the approval of a check that began as an emergency is put on record, in time or late, which ends the waiting for it. Null
 * where none was waited for.
 */
export function decideApprovedAfterwards(row: Inspection, { at }: Act): InspectionDecision | null {
  if (row.approval_due === null || row.approved_at !== null) return null;
  return {
    patch: { approved_at: at },
    events: [{ type: "approved-afterwards", facts: { late: row.approval_missed_at !== null } }],
    owes: tellsOfApproval(row),
  };
}
