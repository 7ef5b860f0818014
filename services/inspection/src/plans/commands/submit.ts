import type { Command } from "@shuangsui/service-kit";
import type { PlanDecision, PlanMatter } from "../lifecycle.ts";
import { requireComplete, requirePlanState, requireReasons } from "../rules.ts";

/**
 * A draft is handed to whoever reviews it, with all that article 18 asks for; whether it is within the caps is counted when it is published.
 * @throws Problem `plan/wrong-state`, `plan/incomplete`, `plan/exclusion-reason-missing`
 */
export function decideSubmit(plan: PlanMatter, { act }: Command<unknown>): PlanDecision {
  requirePlanState(plan.state, "draft");
  requireReasons(requireComplete(plan.year, plan.written.entries));
  return {
    patch: { state: "submitted", submitted_by: act.actor },
    events: [{ type: "submitted", facts: { revision: plan.revision } }],
  };
}
