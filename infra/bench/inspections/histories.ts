import type { Client } from "@shuangsui/temporal-kit";
import { WorkflowNotFoundError } from "@temporalio/client";
import { setTimeout as pause } from "node:timers/promises";

/** How much the engine wrote down: events of histories, and the state transitions behind them. */
export type Histories = { events: number; transitions: number };

/** What the engine wrote down for these workflows in all their runs: the mean of a workflow, one that it does not have being 0. */
export async function historiesOf(client: Client, workflowIds: readonly string[]): Promise<Histories> {
  const sum = { events: 0, transitions: 0 };
  for (const workflowId of workflowIds)
    for (const runId of await runsOf(client, workflowId)) {
      const { historyLength, raw } = await client.workflow.getHandle(workflowId, runId).describe();
      sum.events += historyLength;
      sum.transitions += Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0);
    }
  return { events: sum.events / workflowIds.length, transitions: sum.transitions / workflowIds.length };
}

/** All runs of a workflow. The engine's list lags: it is asked again until it has the latest run. */
async function runsOf(client: Client, workflowId: string): Promise<string[]> {
  const latest = await client.workflow
    .getHandle(workflowId)
    .describe()
    .catch((error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    });
  if (latest === undefined) return [];
  for (let tried = 0; tried < 100; tried += 1) {
    const runs: string[] = [];
    for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` }))
      runs.push(runId);
    if (runs.includes(latest.runId)) return runs;
    await pause(100);
  }
  throw new Error(`the engine's list does not have ${workflowId}`);
}
