import { Problem } from "@shuangsui/contracts";
import type { CommandAddress, Deliver } from "@shuangsui/service-kit";
import { nudge, sendCommand, taskQueues, type Client, type Subject } from "@shuangsui/temporal-kit";
import { campaignWorkflowId, campaignWorkflowType } from "@shuangsui/workflows/campaign/contract";
import {
  inspectionWorkflowId,
  inspectionWorkflowType,
  type InspectionInput,
} from "@shuangsui/workflows/inspection/contract";
import { planWorkflowId, planWorkflowType } from "@shuangsui/workflows/plan/contract";

/** The workflow of a subject of this service: plan, campaign or inspection. */
function subjectOf(type: string, id: string, authority: string): Subject {
  const at = { taskQueue: taskQueues.inspection, authority, input: { id, authority } };
  switch (type) {
    case "plan":
      return { ...at, workflowType: planWorkflowType, workflowId: planWorkflowId(id) };
    case "campaign":
      return { ...at, workflowType: campaignWorkflowType, workflowId: campaignWorkflowId(id) };
    case "inspection":
      return { ...at, workflowType: inspectionWorkflowType, workflowId: inspectionWorkflowId(id) };
    default:
      throw new Problem("internal");
  }
}

/** Hands commands to the engine. */
export function deliverThrough(client: Client): Deliver {
  return (command: CommandAddress) =>
    sendCommand(client, subjectOf(command.subject_type, command.subject_id, command.authority), command.id);
}

/** Makes a workflow of this service look again. */
export function wakeThrough(
  client: Client,
  type: "plan" | "campaign" | "inspection",
): (input: InspectionInput) => Promise<void> {
  return ({ id, authority }) => nudge(client, subjectOf(type, id, authority));
}
