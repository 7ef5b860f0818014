import type { MatterInput } from "@shuangsui/contracts";
import { proxyLocalActivities } from "@temporalio/workflow";
import { follow } from "../follow.ts";
import { inspectionKind, type InspectionDeed, type InspectionState } from "../inspection/contract.ts";

export { campaign } from "../campaign/workflow.ts";
export { plan } from "../plan/workflow.ts";

const { identifyTarget } = proxyLocalActivities<{ identifyTarget(input: MatterInput): Promise<unknown> }>({
  startToCloseTimeout: "20 seconds",
});

/** An inspection by code that does its steps in another order: what the code of today has begun it can't replay. */
export async function inspection(input: MatterInput): Promise<void> {
  await identifyTarget(input);
  const it = await follow<InspectionState, InspectionDeed>(inspectionKind, input);
  it.whenever("giveContent");
  it.whenever("publishEarly");
  it.whenever("openPublication");
  it.whenever("moveDueTime");
  it.whenever("publishWhy");
  it.whenever("enterCredit");
  return it.ends();
}
