import type { PlanCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { PlanDecision, PlanMatter } from "../lifecycle.ts";
import { requireAnotherPerson, requirePlanState } from "../rules.ts";

/** What was submitted is a draft again, with what its planner is to change. @throws Problem `plan/wrong-state`, `plan/own-submission` */
export function decideReturn(
  plan: PlanMatter,
  { body: { reason }, act }: Command<PlanCommand<"return">>,
): PlanDecision {
  requirePlanState(plan.state, "submitted");
  requireAnotherPerson(plan, act.actor);
  return {
    patch: { state: "draft", submitted_by: null },
    documents: [{ kind: returnPaper, content: { reason } }],
    events: [{ type: "returned", facts: { revision: plan.revision } }],
  };
}

/** What the paper is called that says why a plan was returned. */
export const returnPaper = "return";
