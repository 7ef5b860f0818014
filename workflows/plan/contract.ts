import type { MatterInput, PlanCommandType, PlanState } from "@shuangsui/contracts";
import type { MatterKind } from "../follow.ts";

/** The workflow that carries one plan to its publications. Ids, states and dates only. */
export const planWorkflowType = "plan";
export type PlanInput = MatterInput;
export type { PlanState };

/** The one id of a plan's workflow. */
export function planWorkflowId(id: string): string {
  return `plan/${id}`;
}

const counting = ["publish", "adjust"] as const satisfies readonly PlanCommandType[];
const commands = ["submit", "withdraw", "return", ...counting] as const satisfies readonly PlanCommandType[];

/** The command by which disclosure's notice comes that a plan or its adjustment is public. */
export const publishedNotice = "published";

const deeds = [
  "openPlanPublication",
  "movePlanDueTime",
  "publishPlan",
  "askPlanPublication",
  "dropPlanPublication",
] as const;
/** What a plan owes to disclosure, each once a revision. */
export type PlanDeed = (typeof deeds)[number];

/** How a plan is carried. Publishing and adjusting count the registry, which takes as long as that is large. */
export const planKind: MatterKind<PlanDeed> = {
  commands: [...commands, publishedNotice],
  deeds,
  lasting: counting,
  passTime: "passPlanTime",
  decide: "decidePlan",
};
