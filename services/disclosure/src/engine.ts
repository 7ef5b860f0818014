import type { MatterInput } from "@shuangsui/contracts";
import type { Engine } from "@shuangsui/service-kit";
import {
  refreshMatter,
  signalMatter,
  startMatterLater,
  taskQueues,
  updateMatter,
  type Client,
  type WorkflowAddress,
} from "@shuangsui/temporal-kit";
import { publicationWorkflowId, publicationWorkflowType } from "@shuangsui/workflows/publication/contract";

/** The workflow of a publication. */
function workflowOf({ id, authority }: MatterInput): WorkflowAddress {
  return {
    workflowType: publicationWorkflowType,
    workflowId: publicationWorkflowId(id),
    taskQueue: taskQueues.disclosure,
    authority,
    input: { id, authority },
  };
}

/** How publications' workflows hear of commands. */
export function engineOf(client: Client): Engine {
  return {
    tell: (publication, { type, id }, standing) =>
      signalMatter(client, workflowOf(publication), type, standing === undefined ? [id] : [id, standing]),
    decide: (publication, command, withinMs) =>
      updateMatter(client, workflowOf(publication), command, withinMs),
    startLater: (publication, standing) => startMatterLater(client, workflowOf(publication), standing),
    refresh: (publication, options) => refreshMatter(client, workflowOf(publication), options),
  };
}
