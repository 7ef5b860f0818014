import type { Client } from "@temporalio/client";
import { setTimeout as pause } from "node:timers/promises";
import type { TaskQueue } from "./names.ts";

const everyMs = 500;

/**
 * Makes a version of workflow code the one by which new workflows run, once its worker is known to the engine. Those that
 * are pinned to another version stay with it until they are over.
 * @param stopped ends the waiting with the process
 */
export async function makeCurrent(
  client: Client,
  namespace: string,
  taskQueue: TaskQueue,
  buildId: string,
  stopped: AbortSignal,
): Promise<void> {
  while (!stopped.aborted) {
    try {
      await client.workflowService.setWorkerDeploymentCurrentVersion({
        namespace,
        deploymentName: taskQueue,
        buildId,
        identity: `worker/${taskQueue}`,
        ignoreMissingTaskQueues: true,
      });
      return;
    } catch {
      // The engine learns of the version by the worker's first poll.
      await pause(everyMs, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
}
