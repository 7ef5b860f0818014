import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from "@temporalio/worker";
import type { Logger } from "pino";
import type { TaskQueue } from "./names.ts";
import type { EngineAddress } from "./client.ts";

export type WorkerOptions = {
  engine: EngineAddress;
  taskQueue: TaskQueue;
  /** The file that exports the workflows, or a bundle made of it. */
  workflows: { path: string } | WorkflowBundleWithSourceMap;
  activities: object;
  /** Under which deployment its workflows run; none on an engine that knows no worker versions. */
  deployment?: { name: string } | undefined;
};

/** Sends the SDK's log lines through pino. Once a process, before the first worker. */
export function logThrough(logger: Logger): void {
  const engineLogger = new DefaultLogger("INFO", ({ level, message, meta }) => {
    const { workflowId, activityType, workflowType, taskQueue } = meta ?? {};
    const line = { workflowId, activityType, workflowType, taskQueue };
    if (level === "ERROR") logger.error(line, message);
    else if (level === "WARN") logger.warn(line, message);
    else logger.info(line, message);
  });
  Runtime.install({ logger: engineLogger });
}

/** Bundles the workflows that a file exports, once, for any number of workers. */
export function bundleWorkflows(path: string): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({ workflowsPath: path });
}

/** A worker on one task queue. It waits for the engine at its start, trying again until it answers. */
export async function createWorker(
  options: WorkerOptions,
): Promise<{ worker: Worker; connection: NativeConnection }> {
  const connection = await NativeConnection.connect({ address: options.engine.address });
  const worker = await Worker.create({
    connection,
    namespace: options.engine.namespace,
    taskQueue: options.taskQueue,
    activities: options.activities,
    ...("path" in options.workflows
      ? { workflowsPath: options.workflows.path }
      : { workflowBundle: options.workflows }),
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentLocalActivityExecutions: 100,
    maxConcurrentActivityTaskExecutions: 100,
    shutdownGraceTime: "5 seconds",
  });
  return { worker, connection };
}
