import type { InspectionCommand } from "@shuangsui/contracts";
import { decideGone as goneInDraw, type Decision as DrawDecision } from "@shuangsui/lottery";
import type { Command } from "@shuangsui/service-kit";
import { notChecked, type Inspection, type InspectionDecision } from "../lifecycle.ts";
import { requireNotBegun } from "../rules.ts";
import { castLots, decideByLot, type DrawChange, type OpenDraw } from "./draw-change.ts";

/**
 * Article 24: the change of the draw by which the next alternate takes the place of a target that is gone, or the place
 * stays empty. @throws Problem `inspection/check-begun`, `inspection/wrong-state`
 */
export function goneByLot(row: Inspection, { state, omitted }: OpenDraw): DrawDecision {
  requireNotBegun(row.state);
  return castLots(() => goneInDraw(state, { id: row.opaque_id ?? "", omitted }));
}

/**
 * Article 24: a target that is gone, shown by evidence; what that changes in the draw has been decided by lot. Without a draw no
 * other takes its place. @throws Problem `inspection/check-begun`, `inspection/wrong-state`
 */
export function decideGone(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"gone">>,
  change: DrawChange | null,
): InspectionDecision {
  const declared: InspectionDecision = {
    patch: {},
    events: [],
    documents: [{ kind: "gone", content: body }],
  };
  if (change === null) {
    requireNotBegun(row.state);
    return { ...notChecked(row, "gone"), documents: declared.documents ?? [], team: [] };
  }
  return decideByLot(row, declared, change, act.at);
}
