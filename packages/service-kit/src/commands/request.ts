import { systemScope, type Database } from "../database.ts";
import { inRequest } from "../request-scope.ts";
import type { WithCommands } from "./table.ts";

/** Runs what decides a command under the id of the request that brought it, so that calls to other services carry it on. */
export async function inRequestOf<T>(
  database: Database<WithCommands>,
  commandId: string,
  work: () => Promise<T>,
): Promise<T> {
  const command = await database.as(systemScope, (transaction) =>
    transaction.selectFrom("command").select("request_id").where("id", "=", commandId).executeTakeFirst(),
  );
  return inRequest(command?.request_id ?? null, work);
}
