import type { InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { calendarOf, dueTime } from "../deadlines.ts";
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
  const calendar = calendarOf(row);
  const fedBack = { ...row, fed_back_at: act.at };
  return {
    patch: {
      state: "fed-back",
      fed_back_at: act.at,
      objection_due: dueTime(calendar, "objection", fedBack),
      result_due: dueTime(calendar, "result", fedBack),
    },
    events: [{ type: "fed-back", facts: { late: row.feedback_missed_at !== null } }],
    documents: [{ kind: "feedback", content: body }],
    owes: ["giveContent"],
    waives: ["moveDueTime"],
  };
}
