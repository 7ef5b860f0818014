import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from "@temporalio/worker";
import { createHash } from "node:crypto";
import type { Logger } from "pino";
import type { EngineAddress } from "./client.ts";
import type { TaskQueue } from "./names.ts";
import { converterBy } from "./payloads.ts";

export type WorkerOptions = {
  engine: EngineAddress;
  taskQueue: TaskQueue;
  /** What `bundleWorkflows` made. */
  workflows: WorkflowBundleWithSourceMap;
  activities: object;
  /** Whether it tells the engine the version of its code, to which workflows may be pinned. Not every engine has such versions. */
  versioned?: boolean;
};

/**
 * Sends the SDK's log lines through pino. Once a process, before the first worker. Signals are the process's own matter: the
 * SDK would take one that comes before a worker runs, and drop it.
 */
export function logThrough(logger: Logger): void {
  const engineLogger = new DefaultLogger("INFO", ({ level, message, meta }) => {
    const { workflowId, activityType, workflowType, taskQueue } = meta ?? {};
    const line = { workflowId, activityType, workflowType, taskQueue };
    if (level === "ERROR") logger.error(line, message);
    else if (level === "WARN") logger.warn(line, message);
    else logger.info(line, message);
  });
  Runtime.install({ logger: engineLogger, shutdownSignals: [] });
}

/** The name of a version of workflow code in the engine: a hash of all of it. */
export function buildIdOf({ code }: WorkflowBundleWithSourceMap): string {
  return createHash("sha256").update(code).digest("hex").slice(0, 16);
}

/**
 * A worker on one task queue. It waits for the engine at its start, trying again until it answers. A workflow that its code
 * can't replay fails, instead of waiting for ever for code that can: the row is the truth, and another is started.
 */
export async function createWorker(
  options: WorkerOptions,
): Promise<{ worker: Worker; connection: NativeConnection }> {
  const { engine, taskQueue, workflows, activities, versioned = false } = options;
  const connection = await NativeConnection.connect({ address: engine.address });
  const worker = await Worker.create({
    connection,
    namespace: engine.namespace,
    taskQueue,
    activities,
    workflowBundle: workflows,
    dataConverter: converterBy(engine.payloads),
    workflowFailureErrorTypes: { "*": ["NondeterminismError"] },
    ...(versioned
      ? {
          workerDeploymentOptions: {
            version: { deploymentName: taskQueue, buildId: buildIdOf(workflows) },
            useWorkerVersioning: true,
            defaultVersioningBehavior: "AUTO_UPGRADE" as const,
          },
        }
      : {}),
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentLocalActivityExecutions: 100,
    maxConcurrentActivityTaskExecutions: 100,
    shutdownGraceTime: "5 seconds",
  });
  return { worker, connection };
}
