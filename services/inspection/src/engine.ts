import { Problem } from "@shuangsui/contracts";
import type { Engine, MatterAddress } from "@shuangsui/service-kit";
import {
  refreshMatter,
  signalMatter,
  startMatterLater,
  taskQueues,
  updateMatter,
  type Client,
  type WorkflowAddress,
} from "@shuangsui/temporal-kit";
import { campaignWorkflowId, campaignWorkflowType } from "@shuangsui/workflows/campaign/contract";
import { inspectionWorkflowId, inspectionWorkflowType } from "@shuangsui/workflows/inspection/contract";
import { planWorkflowId, planWorkflowType } from "@shuangsui/workflows/plan/contract";
import { supervisionWorkflowId, supervisionWorkflowType } from "@shuangsui/workflows/supervision/contract";
import { webhookWorkflowId, webhookWorkflowType } from "@shuangsui/workflows/webhook/contract";

/** The workflow of a plan, a campaign, an inspection, a supervision order or a webhook. */
function workflowOf({ type, id, authority }: MatterAddress): WorkflowAddress {
  const at = { taskQueue: taskQueues.inspection, authority, input: { id, authority } };
  switch (type) {
    case "plan":
      return { ...at, workflowType: planWorkflowType, workflowId: planWorkflowId(id) };
    case "campaign":
      return { ...at, workflowType: campaignWorkflowType, workflowId: campaignWorkflowId(id) };
    case "inspection":
      return { ...at, workflowType: inspectionWorkflowType, workflowId: inspectionWorkflowId(id) };
    case "supervision":
      return { ...at, workflowType: supervisionWorkflowType, workflowId: supervisionWorkflowId(id) };
    case webhookWorkflowType:
      return { ...at, workflowType: webhookWorkflowType, workflowId: webhookWorkflowId(id) };
    default:
      throw new Problem("internal");
  }
}

/** How the workflows of this service's matters hear of commands. */
export function engineOf(client: Client): Engine {
  return {
    tell: (matter, { type, id }, standing) =>
      signalMatter(client, workflowOf(matter), type, standing === undefined ? [id] : [id, standing]),
    decide: (matter, command, withinMs) => updateMatter(client, workflowOf(matter), command, withinMs),
    startLater: (matter, standing) => startMatterLater(client, workflowOf(matter), standing),
    refresh: (matter, options) => refreshMatter(client, workflowOf(matter), options),
  };
}
