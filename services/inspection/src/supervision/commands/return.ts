import type { SupervisionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { answerDue } from "../deadlines.ts";
import type { Supervision, SupervisionDecision } from "../lifecycle.ts";
import { requireSupervisionState, requireWhoOrdered } from "../rules.ts";

/**
 * Article 4: what was done is not enough; another answer is due by a new day.
 * @throws Problem `supervision/not-who-ordered`, `supervision/wrong-state`
 */
export function decideReturn(
  order: Supervision,
  { body, act, callerAuthority }: Command<SupervisionCommand<"return">>,
): SupervisionDecision {
  requireWhoOrdered(order, callerAuthority);
  requireSupervisionState(order, "answered");
  const due = answerDue(order.calendars, act.at, body.workdays);
  return {
    patch: { state: "received", ...due, reminders: 0, answered_at: null, late: false, missed_at: null },
    documents: [{ kind: "return", content: { text: body.reason } }],
    events: [{ type: "returned", facts: { due: due.due_at.toISOString() } }],
  };
}
