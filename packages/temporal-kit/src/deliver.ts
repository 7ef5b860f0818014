import { WithStartWorkflowOperation, type Client } from "@temporalio/client";
import { attributes, commandUpdate, nudgeSignal, type TaskQueue } from "./names.ts";

type SubjectWorkflow = (input: unknown) => Promise<unknown>;

/** A subject's workflow: how to find it, and how to start it where the engine does not have it (any more). */
export type Subject = {
  workflowType: string;
  workflowId: string;
  taskQueue: TaskQueue;
  authority: string;
  input: unknown;
};

/**
 * Sends a command's id to its subject's workflow, starting that first where it is not running, and
 * resolves when the workflow has handled it. The same id is handled once.
 */
export async function sendCommand(client: Client, subject: Subject, commandId: string): Promise<void> {
  await client.workflow.executeUpdateWithStart<SubjectWorkflow, void, [string]>(commandUpdate, {
    updateId: commandId,
    args: [commandId],
    startWorkflowOperation: new WithStartWorkflowOperation<SubjectWorkflow>(subject.workflowType, {
      workflowId: subject.workflowId,
      taskQueue: subject.taskQueue,
      args: [subject.input],
      workflowIdConflictPolicy: "USE_EXISTING",
      typedSearchAttributes: [{ key: attributes.authority, value: subject.authority }],
    }),
  });
}

/** Makes a subject's workflow look again, starting it where the engine does not have it. */
export async function nudge(client: Client, subject: Subject): Promise<void> {
  await client.workflow.signalWithStart<SubjectWorkflow>(subject.workflowType, {
    workflowId: subject.workflowId,
    taskQueue: subject.taskQueue,
    args: [subject.input],
    workflowIdConflictPolicy: "USE_EXISTING",
    signal: nudgeSignal,
    signalArgs: [],
    typedSearchAttributes: [{ key: attributes.authority, value: subject.authority }],
  });
}
