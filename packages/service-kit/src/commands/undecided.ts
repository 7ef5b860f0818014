import type { Transaction } from "kysely";
import type { WithCommands } from "./table.ts";

/**
 * Commands on a subject that are undecided and were received no later than one of them, in the order of receipt, that
 * one the last; none where that one is decided.
 */
export async function undecidedUpTo(
  transaction: Transaction<WithCommands>,
  subjectId: string,
  commandId: string,
): Promise<{ id: string; type: string; receivedAt: Date }[]> {
  const rows = await transaction
    .selectFrom("command")
    .select(["id", "type", "received_at as receivedAt"])
    .where("subject_id", "=", subjectId)
    .where("outcome", "is", null)
    .orderBy("received_at")
    .orderBy("id")
    .execute();
  return rows.slice(0, rows.findIndex((row) => row.id === commandId) + 1);
}

/** Whether a command on a subject, received before `due`, is still undecided: until then nothing is late. */
export async function hasUndecidedBefore(
  transaction: Transaction<WithCommands>,
  subjectId: string,
  due: Date,
): Promise<boolean> {
  const row = await transaction
    .selectFrom("command")
    .select("id")
    .where("subject_id", "=", subjectId)
    .where("outcome", "is", null)
    .where("received_at", "<", due)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
