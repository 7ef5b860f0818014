import type { Domain } from "@shuangsui/service-kit";
import type { Work } from "../tables.ts";
import { planRules } from "./commands/index.ts";
import { planLifecycle, type PlanDecision, type PlanMatter } from "./lifecycle.ts";
import { findPlan, lockPlan, planType, writePlan } from "./store.ts";

/** Plans, as the frame carries them. */
export const planDomain: Domain<Work, PlanMatter, PlanDecision> = {
  type: planType,
  lifecycle: planLifecycle,
  commands: planRules,
  deedsAfter: {
    publishPlan: ["openPlanPublication"],
    askPlanPublication: ["openPlanPublication"],
    movePlanDueTime: ["openPlanPublication"],
  },
  find: findPlan,
  lock: lockPlan,
  write: writePlan,
  concernsWorkflow: (before, after, { owes = [] }) => owes.length > 0 || before.state !== after.state,
};
