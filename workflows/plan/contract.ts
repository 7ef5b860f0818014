import type { View } from "../driver.ts";

/** The workflow that carries one plan to its publications. Ids, states and dates only. */
export type PlanInput = { id: string; authority: string };

export const planWorkflowType = "plan";

/** The one id of a plan's workflow. */
export function planWorkflowId(id: string): string {
  return `plan/${id}`;
}

/** What a plan asks of disclosure; done by an activity, once. */
export type PlanEffect = "open" | "publish";

/** A plan as its workflow sees it. */
export type PlanView = View<PlanEffect>;
