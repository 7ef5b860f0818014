import { lazyClient, registerAttributes, type Client } from "@shuangsui/temporal-kit";
import { Connection } from "@temporalio/client";
import proto from "@temporalio/proto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { testPayloads } from "../../embedded/test-payloads.ts";
import { startChild, type Child } from "../child.ts";

/** A rival: its worker, and the client that drives it. */
export type Rival = { worker: Child; client: Client; stop(): Promise<void> };

/** Starts the worker of a rival's workflow on the same server, in a namespace of its own. */
export async function startRival(address: string, namespace: string, workflowFile: string): Promise<Rival> {
  await makeNamespace(address, namespace);
  const worker = startChild(join(import.meta.dirname, "worker.ts"), [address, namespace, workflowFile]);
  const client = lazyClient({ address, namespace, payloads: testPayloads });
  const stop = async () => {
    await worker.stop();
    await client.connection.close();
  };
  await worker.message().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { worker, client, stop };
}

async function makeNamespace(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: proto.google.protobuf.Duration.fromObject({ seconds: 86_400 }),
    });
    // A new namespace is known to all parts of the server only after a while.
    for (let tried = 0; ; tried += 1)
      try {
        return await registerAttributes(connection, namespace);
      } catch (error) {
        if (tried === 60) throw error;
        await pause(500);
      }
  } finally {
    await connection.close();
  }
}
