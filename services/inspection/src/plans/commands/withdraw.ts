import type { Command } from "@shuangsui/service-kit";
import type { PlanDecision, PlanMatter } from "../lifecycle.ts";
import { requirePlanState, requireWhoSubmitted } from "../rules.ts";

/** While it waits, whoever submitted it takes it back, and it is a draft again. @throws Problem `plan/wrong-state`, `plan/not-who-submitted` */
export function decideWithdraw(plan: PlanMatter, { act }: Command<unknown>): PlanDecision {
  requirePlanState(plan.state, "submitted");
  requireWhoSubmitted(plan, act.actor);
  return {
    patch: { state: "draft", submitted_by: null },
    events: [{ type: "withdrawn", facts: { revision: plan.revision } }],
  };
}
