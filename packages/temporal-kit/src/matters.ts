import { WithStartWorkflowOperation, type Client } from "@temporalio/client";
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/common";
import type { Standing } from "@shuangsui/contracts";
import { detailsOf } from "./details.ts";
import { attributes, refreshSignal, type TaskQueue } from "./names.ts";

type MatterWorkflow = (input: unknown) => Promise<unknown>;

/** A matter's workflow: how to find it, and how to start it where the engine does not have it (any more). */
export type WorkflowAddress = {
  workflowType: string;
  workflowId: string;
  taskQueue: TaskQueue;
  authority: string;
  input: unknown;
};

function startOf({ workflowId, taskQueue, authority, input }: WorkflowAddress) {
  return {
    workflowId,
    taskQueue,
    args: [input] as [unknown],
    typedSearchAttributes: [{ key: attributes.authority, value: authority }],
  };
}

/** Tells a matter's workflow by a signal named for the command, starting the workflow where it is not running. */
export async function signalMatter(
  client: Client,
  matter: WorkflowAddress,
  signal: string,
  args: readonly unknown[],
  { anew }: { anew: boolean } = { anew: false },
): Promise<void> {
  await client.workflow.signalWithStart<MatterWorkflow, unknown[]>(matter.workflowType, {
    ...startOf(matter),
    workflowIdConflictPolicy: anew ? "TERMINATE_EXISTING" : "USE_EXISTING",
    signal,
    signalArgs: [...args],
  });
}

/** Makes a matter's workflow see anew how it stands; `anew` starts another in its place. */
export function refreshMatter(
  client: Client,
  matter: WorkflowAddress,
  options?: { anew: boolean },
): Promise<void> {
  return signalMatter(client, matter, refreshSignal, [], options);
}

/**
 * Has a matter's workflow decide a command by an update named for it, starting the workflow where it is not running, and
 * resolves when it has. The same command is handled once.
 * The engine's own client would ask for the outcome for ever: this asks for so many milliseconds.
 * @throws Error where the workflow has not handled it by then: it may yet, and sending it again asks again
 */
export async function updateMatter(
  client: Client,
  matter: WorkflowAddress,
  { type, id }: { type: string; id: string },
  withinMs: number,
): Promise<void> {
  await client.withAbortSignal(AbortSignal.timeout(withinMs), () =>
    client.workflow.executeUpdateWithStart<MatterWorkflow, void, [string]>(type, {
      updateId: id,
      args: [id],
      startWorkflowOperation: new WithStartWorkflowOperation<MatterWorkflow>(matter.workflowType, {
        ...startOf(matter),
        workflowIdConflictPolicy: "USE_EXISTING",
      }),
    }),
  );
}

/**
 * Starts a matter's workflow so that it first runs when time does something to the matter, or when it is told something; until then
 * the engine's page shows how it stood. One that runs stays.
 */
export async function startMatterLater(
  client: Client,
  matter: WorkflowAddress,
  standing: Standing,
): Promise<void> {
  try {
    await client.workflow.start<MatterWorkflow>(matter.workflowType, {
      ...startOf(matter),
      startDelay: standing.waitMs ?? 1,
      staticDetails: `at first ${detailsOf(standing)}`,
      workflowIdReusePolicy: "ALLOW_DUPLICATE",
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
