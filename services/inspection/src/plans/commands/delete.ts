import type { PlanDecision, PlanMatter } from "../lifecycle.ts";
import { requirePlanState } from "../rules.ts";

/** A draft that will not be handed in is deleted; its events stay. @throws Problem `plan/wrong-state` */
export function decideDelete(plan: PlanMatter): PlanDecision {
  requirePlanState(plan.state, "draft");
  return { patch: { state: "deleted" }, events: [{ type: "deleted" }] };
}
