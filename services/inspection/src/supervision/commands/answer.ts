import { Problem, type SupervisionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Supervision, SupervisionDecision } from "../lifecycle.ts";
import { requireSupervisionState } from "../rules.ts";

/**
 * Article 4: the subordinate says what was done. It is in time where it was received before the due time; a late one is taken,
 * also once the order was escalated. @throws Problem `supervision/wrong-state`, also before receipt is confirmed
 */
export function decideAnswer(
  order: Supervision,
  { body, act }: Command<SupervisionCommand<"answer">>,
): SupervisionDecision {
  requireSupervisionState(order, "received", "escalated");
  if (order.received_at === null)
    throw new Problem("supervision/wrong-state", "receipt is not confirmed yet");
  const late = act.at >= order.due_at;
  return {
    patch: { state: "answered", answered_at: act.at, late },
    documents: [{ kind: "answer", content: { text: body.statement } }],
    events: [{ type: "answered", facts: { due: order.due_at.toISOString(), late } }],
  };
}
