import type { InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { calendar } from "@shuangsui/workdays";
import { dueTimes } from "../deadlines.ts";
import type { Inspection, InspectionDecision } from "../lifecycle.ts";
import { requireReceipt, requireState } from "../rules.ts";

/**
 * Article 30: the target has its result; the objection window opens, and the result's five working days run. The contents
 * carry the new due time with them. @throws Problem `inspection/wrong-state`, `body/invalid`
 */
export function decideFeedback(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"feedback">>,
): InspectionDecision {
  requireState(row.state, "signed");
  requireReceipt(row.outcome, body);
  const due = dueTimes(calendar, {
    checkEnded: row.check_ended_at ?? act.at,
    signed: row.signed_at,
    fedBack: act.at,
  });
  return {
    patch: {
      state: "fed-back",
      fed_back_at: act.at,
      objection_due: due.objection,
      result_due: due.result,
      calendar_version: due.calendarVersion,
    },
    events: [{ type: "fed-back", facts: { late: row.feedback_missed_at !== null } }],
    documents: [{ kind: "feedback", content: body }],
    owes: ["giveContent"],
    waives: ["moveDueTime"],
  };
}
