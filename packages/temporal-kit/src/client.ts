import { Client, Connection } from "@temporalio/client";

/** Where the engine is. */
export type EngineAddress = { address: string; namespace: string };

/** A client that connects when first used, so that a service starts, and accepts commands, with the engine down. */
export function lazyClient({ address, namespace }: EngineAddress): Client {
  return new Client({ connection: Connection.lazy({ address, connectTimeout: 5_000 }), namespace });
}

/** Whether the engine answers. */
export async function pingEngine(client: Client): Promise<void> {
  await client.connection.withDeadline(Date.now() + 2_000, () => client.workflowService.getSystemInfo({}));
}
