import type { SupervisionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { unanswered, type Supervision, type SupervisionDecision } from "../lifecycle.ts";
import { requireSupervisionState, requireWhoOrdered } from "../rules.ts";

/** Who ordered it takes it back, with a reason. @throws Problem `supervision/not-who-ordered`, `supervision/wrong-state` */
export function decideWithdraw(
  order: Supervision,
  { body, act, callerAuthority }: Command<SupervisionCommand<"withdraw">>,
): SupervisionDecision {
  requireWhoOrdered(order, callerAuthority);
  requireSupervisionState(order, ...unanswered, "answered");
  return {
    patch: { state: "withdrawn", ended_at: act.at },
    documents: [{ kind: "withdrawal", content: { text: body.reason } }],
    events: [{ type: "withdrawn" }],
  };
}
