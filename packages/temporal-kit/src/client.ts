import { Client, Connection } from "@temporalio/client";
import type { PayloadCodec } from "@temporalio/common";
import { converterBy } from "./payloads.ts";

/** Where the engine is, and what seals all that it is told. */
export type EngineAddress = { address: string; namespace: string; payloads: PayloadCodec };

/** A client that connects when first used, so that a service starts, and accepts commands, with the engine down. */
export function lazyClient({ address, namespace, payloads }: EngineAddress): Client {
  return new Client({
    connection: Connection.lazy({ address, connectTimeout: 5_000 }),
    namespace,
    dataConverter: converterBy(payloads),
  });
}

/** Whether the engine answers. */
export async function pingEngine(client: Client): Promise<void> {
  await client.connection.withDeadline(Date.now() + 2_000, () => client.workflowService.getSystemInfo({}));
}
