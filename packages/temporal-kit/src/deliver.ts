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

/** The engine's own client would ask for the outcome for ever, once more with each time that a command is sent. */
const askForMs = 10_000;

/**
 * Sends a command's id to its subject's workflow, starting that first where it is not running, and
 * resolves when the workflow has handled it. The same id is handled once.
 * @throws Error where the workflow has not handled it within 10 s: it may yet, and sending it again asks again
 */
export async function sendCommand(client: Client, subject: Subject, commandId: string): Promise<void> {
  await client.withAbortSignal(AbortSignal.timeout(askForMs), () =>
    client.workflow.executeUpdateWithStart<SubjectWorkflow, void, [string]>(commandUpdate, {
      updateId: commandId,
      args: [commandId],
      startWorkflowOperation: new WithStartWorkflowOperation<SubjectWorkflow>(subject.workflowType, {
        workflowId: subject.workflowId,
        taskQueue: subject.taskQueue,
        args: [subject.input],
        workflowIdConflictPolicy: "USE_EXISTING",
        typedSearchAttributes: [{ key: attributes.authority, value: subject.authority }],
      }),
    }),
  );
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
