import {
  lazyClient,
  registerAttributes,
  sendCommand,
  taskQueues,
  type Client,
} from "@shuangsui/temporal-kit";
import { Connection } from "@temporalio/client";
import proto from "@temporalio/proto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { startChild, type Child } from "../../child.ts";
import { forgetPeaks, peakMiB } from "../../memory.ts";
import type { Sample } from "../../result.ts";
import { inFlight } from "../in-flight.ts";
import { bareWorkflowType, type BareInput } from "./contract.ts";

/** The bare workflow's worker, and who drives it. */
export type Bare = { worker: Child; client: Client };

/** Starts the bare workflow's worker on the same server, in a namespace of its own. */
export async function startBare(address: string): Promise<Bare> {
  const namespace = "bare";
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: proto.google.protobuf.Duration.fromObject({ seconds: 86_400 }),
  });
  // A new namespace is known to all parts of the server only after a while.
  for (let tried = 0; ; tried += 1)
    try {
      await registerAttributes(connection, namespace);
      break;
    } catch (error) {
      if (tried === 60) throw error;
      await pause(500);
    }
  await connection.close();
  const worker = startChild(join(import.meta.dirname, "worker.ts"), [address, namespace]);
  await worker.message();
  return { worker, client: lazyClient({ address, namespace }) };
}

/** Carries `count` bare workflows from their first update to their end. */
export async function runBare({ worker, client }: Bare, count: number, input: BareInput): Promise<Sample> {
  forgetPeaks([worker.pid]);
  const began = performance.now();
  await inFlight(
    Array.from({ length: count }, () => uuidv7()),
    async (id) => {
      const workflowId = `bare/${id}`;
      const subject = {
        workflowType: bareWorkflowType,
        workflowId,
        taskQueue: taskQueues.inspection,
        authority: "533103",
        input,
      };
      for (let update = 0; update < input.updates; update += 1) await sendCommand(client, subject, uuidv7());
      await client.workflow.getHandle(workflowId).result();
    },
  );
  const seconds = (performance.now() - began) / 1000;
  return { rate: count / seconds, memoryMiB: peakMiB([worker.pid]) };
}
