import { Problem, type InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision } from "../lifecycle.ts";
import { requireState } from "../rules.ts";

/** Article 30: the inspected itself says that it has its result, once; no deadline waits for that. @throws Problem `inspection/wrong-state` */
export function decideReceive(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"receive">>,
): InspectionDecision {
  requireState(row.state, "fed-back", "published", "credited", "closed");
  if (row.received_at !== null) throw new Problem("inspection/wrong-state", "a receipt is on record");
  return {
    patch: { received_at: act.at },
    events: [{ type: "received" }],
    documents: [{ kind: "receipt", content: body }],
  };
}
