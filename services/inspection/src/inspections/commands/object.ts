import type { InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision } from "../lifecycle.ts";
import { requireObjectionInTime } from "../rules.ts";

/** Article 30: the inspected objects, within the window. @throws Problem `inspection/wrong-state`, `objection/too-late` */
export function decideObject(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"object">>,
): InspectionDecision {
  requireObjectionInTime(row.state, act.at, row.objection_due, row.objected_at !== null);
  return {
    patch: { objected_at: act.at },
    events: [{ type: "objected" }],
    documents: [{ kind: "objection", content: body }],
    owes: ["giveContent"],
  };
}
