import type { Inspection, InspectionDecision } from "../lifecycle.ts";
import { requireState } from "../rules.ts";

/** Article 30: an official publishes before the deadline. @throws Problem `inspection/wrong-state` */
export function decidePublish(row: Inspection): InspectionDecision {
  requireState(row.state, "fed-back");
  return { patch: {}, events: [{ type: "publishing-asked" }], owes: ["publishEarly"] };
}
