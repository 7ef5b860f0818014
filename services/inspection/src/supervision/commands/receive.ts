import { Problem } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Supervision, SupervisionDecision } from "../lifecycle.ts";
import { requireSupervisionState } from "../rules.ts";

/** Article 4: the subordinate confirms once that it has the order, also one that was escalated. @throws Problem `supervision/wrong-state` */
export function decideReceive(order: Supervision, { act }: Command<unknown>): SupervisionDecision {
  requireSupervisionState(order, "opened", "escalated");
  if (order.received_at !== null) throw new Problem("supervision/wrong-state", "receipt is confirmed");
  return {
    patch: { received_at: act.at, ...(order.state === "opened" ? { state: "received" as const } : {}) },
    events: [{ type: "received" }],
  };
}
