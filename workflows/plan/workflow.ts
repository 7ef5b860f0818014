import { follow } from "../follow.ts";
import { planKind, type PlanDeed, type PlanInput, type PlanState } from "./contract.ts";

/** Carries one plan to its publications (articles 9, 16, 17, 20). It never ends: a plan may be adjusted as long as it is kept. */
export async function plan(input: PlanInput): Promise<void> {
  const it = await follow<PlanState, PlanDeed>(planKind, input);
  it.whenever("openPlanPublication"); // 16, 17: from when it is handed in the public hears of it within five working days
  it.whenever("movePlanDueTime"); // 17: a changed calendar moves that day
  it.whenever("publishPlan"); // 9, 16: a plan at once; 17: an adjustment, where an official asks before its day
  it.whenever("askPlanPublication"); // 16, 17: a day after the deadline nothing was heard of it
  it.whenever("dropPlanPublication"); // 16: what disclosure does not take is handed back, and awaited no more
  await it.past("draft", "submitted"); // 9, 18–20: reviewed by another, complete and within the year's caps, it is handed in
  await it.past("publishing"); // 16: once it is public it may be drawn from
  return it.ends(); // 17: each adjustment is public in its time; what was public before stays in force till then
}
