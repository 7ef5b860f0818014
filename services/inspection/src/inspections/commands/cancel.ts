import type { InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { notChecked, type Inspection, type InspectionDecision } from "../lifecycle.ts";
import { checkAhead, requireState } from "../rules.ts";

/** A check that does not take place, with its written reason, which is published. @throws Problem `inspection/wrong-state` */
export function decideCancel(
  row: Inspection,
  { body }: Command<InspectionCommand<"cancel">>,
): InspectionDecision {
  requireState(row.state, ...checkAhead);
  return {
    ...notChecked(row, "cancelled"),
    waives: ["publishMissingRecord"],
    documents: [{ kind: "cancel", content: body }],
  };
}
