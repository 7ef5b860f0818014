import type { InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision } from "../lifecycle.ts";
import { requireNoneOpen } from "../recusals.ts";
import { requireState } from "../rules.ts";

/** Article 24: all have declared before the recusal window's end. @throws Problem `inspection/wrong-state`, `inspection/recusal-open` */
export function decideConfirm(
  row: Inspection,
  { body }: Command<InspectionCommand<"confirm">>,
): InspectionDecision {
  requireState(row.state, "drawn");
  requireNoneOpen(row.recusals);
  return {
    patch: { state: "confirmed" },
    events: [{ type: "confirmed", facts: { byItself: false } }],
    documents: [{ kind: "confirm", content: body }],
  };
}
