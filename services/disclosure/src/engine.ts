import type { Deliver } from "@shuangsui/service-kit";
import { nudge, sendCommand, taskQueues, type Client, type Subject } from "@shuangsui/temporal-kit";
import {
  publicationWorkflowId,
  publicationWorkflowType,
  type PublicationInput,
} from "@shuangsui/workflows/publication/contract";

/** The workflow of a publication. */
function subjectOf(id: string, authority: string): Subject {
  return {
    workflowType: publicationWorkflowType,
    workflowId: publicationWorkflowId(id),
    taskQueue: taskQueues.disclosure,
    authority,
    input: { id, authority } satisfies PublicationInput,
  };
}

/** Hands commands to the engine. */
export function deliverThrough(client: Client): Deliver {
  return (command) => sendCommand(client, subjectOf(command.subject_id, command.authority), command.id);
}

/** Makes a publication's workflow look again. */
export function wakeThrough(client: Client): (input: PublicationInput) => Promise<void> {
  return ({ id, authority }) => nudge(client, subjectOf(id, authority));
}
