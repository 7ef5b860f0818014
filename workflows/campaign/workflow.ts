import { attributes } from "@shuangsui/temporal-kit/workflow";
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/common";
import { ParentClosePolicy, proxyActivities, proxyLocalActivities, startChild } from "@temporalio/workflow";
import { drive, type InTurn } from "../driver.ts";
import { inspectionWorkflowId, inspectionWorkflowType } from "../inspection/contract.ts";
import type { CampaignActivities } from "./activities.ts";
import { startAtOnce, startsARun, type CampaignInput } from "./contract.ts";

const { lookAtCampaign, decideCampaign, nextToStart } = proxyLocalActivities<CampaignActivities>({
  startToCloseTimeout: "20 seconds",
  retry: { initialInterval: "200 milliseconds", maximumInterval: "30 seconds" },
});
const { decideCampaignSlowly, performForCampaign } = proxyActivities<CampaignActivities>({
  startToCloseTimeout: "20 minutes",
  retry: { initialInterval: "500 milliseconds", maximumInterval: "30 seconds" },
});

/**
 * Carries one campaign: commitment, beacon, draw, the start of its inspections, and the reveal once their checks
 * are over (articles 20–23). It learns of the checks from the service's database, and keeps no inspection as its own.
 */
export async function campaign(input: CampaignInput): Promise<void> {
  let started = 0;
  await drive({
    authority: input.authority,
    look: (inTurn) => inTurn(() => lookAtCampaign(input)),
    decide: async (commandId, inTurn) => {
      const { view, slow } = await inTurn(() => decideCampaign(input, commandId));
      return slow ? decideCampaignSlowly(input, commandId) : view;
    },
    perform: async (effect, inTurn) => {
      if (effect !== "start") return performForCampaign(input, effect);
      started += await startInspections(input, inTurn);
      return inTurn(() => lookAtCampaign(input));
    },
    input,
    isLong: () => started >= startsARun,
  });
}

/** Starts inspections' workflows, a few at a time, each to live on its own: all that wait, or as many as one run does. */
async function startInspections(input: CampaignInput, inTurn: InTurn): Promise<number> {
  let started = 0;
  let ids = await inTurn(() => nextToStart(input, [], startAtOnce));
  while (ids.length > 0) {
    await Promise.all(ids.map((id) => startInspection(id, input.authority)));
    started += ids.length;
    const startedNow = ids;
    ids = await inTurn(() => nextToStart(input, startedNow, started < startsARun ? startAtOnce : 0));
  }
  return started;
}

async function startInspection(id: string, authority: string): Promise<void> {
  try {
    await startChild(inspectionWorkflowType, {
      workflowId: inspectionWorkflowId(id),
      args: [{ id, authority }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: "REJECT_DUPLICATE",
      typedSearchAttributes: [{ key: attributes.authority, value: authority }],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
