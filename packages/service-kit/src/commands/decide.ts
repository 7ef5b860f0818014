import { Problem } from "@shuangsui/contracts";
import { sql, type Transaction } from "kysely";
import type { Logger } from "../logger.ts";
import type { Command } from "./inbox.ts";
import type { WithCommands } from "./table.ts";

/**
 * Decides one command, once, in the caller's transaction: `act` changes the state, or throws a Problem,
 * which becomes the command's outcome with nothing else written. A command already decided is left as it is.
 * One log line says how it ended, under the id of the request that brought it.
 */
export async function decideCommand(
  transaction: Transaction<WithCommands>,
  id: string,
  decidedAt: Date,
  act: (command: Command) => Promise<void>,
  logger: Logger,
): Promise<void> {
  const command = await transaction
    .selectFrom("command")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (command === undefined || command.outcome !== null) return;
  await sql`savepoint command`.execute(transaction);
  let refusal: Problem | undefined;
  try {
    await act(command);
    await sql`release savepoint command`.execute(transaction);
  } catch (error) {
    if (!(error instanceof Problem) || error.code === "unavailable" || error.code === "internal") throw error;
    refusal = error;
    await sql`rollback to savepoint command`.execute(transaction);
  }
  await transaction
    .updateTable("command")
    .set({
      outcome: refusal === undefined ? "done" : "refused",
      code: refusal?.code ?? null,
      detail: refusal?.detail ?? null,
      places: refusal === undefined || refusal.places.length === 0 ? null : JSON.stringify(refusal.places),
      decided_at: decidedAt,
    })
    .where("id", "=", id)
    .execute();
  logger.info(
    {
      command: id,
      type: command.type,
      subject: command.subject_id,
      requestId: command.request_id,
      code: refusal?.code,
    },
    refusal === undefined ? "command done" : "command refused",
  );
}
