import type { SupervisionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Supervision, SupervisionDecision } from "../lifecycle.ts";
import { requireSupervisionState, requireWhoOrdered } from "../rules.ts";

/** Article 4: what was done is enough. @throws Problem `supervision/not-who-ordered`, `supervision/wrong-state` */
export function decideClose(
  order: Supervision,
  { body, act, callerAuthority }: Command<SupervisionCommand<"close">>,
): SupervisionDecision {
  requireWhoOrdered(order, callerAuthority);
  requireSupervisionState(order, "answered");
  return {
    patch: { state: "closed", ended_at: act.at },
    documents: [{ kind: "closing", content: { text: body.statement } }],
    events: [{ type: "closed" }],
  };
}
