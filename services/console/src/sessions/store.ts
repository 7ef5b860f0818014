import { systemScope, type Database } from "@shuangsui/service-kit";
import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";
import type { Times } from "./rules.ts";

export type SessionRow = Times & { tokens: Buffer; renews: boolean };
type NewSession = Times & { actor: string; tokens: Buffer };
type InSession = Transaction<Tables>;

/** Puts a session in the place of an earlier one, and removes some of those that are over. */
export async function replaceSession(
  database: Database<Tables>,
  idHash: string,
  { actor, tokens, beganAt, usedAt }: NewSession,
  earlier: string | undefined,
  over: Times,
): Promise<void> {
  await database.as(systemScope, async (transaction) => {
    if (earlier !== undefined) await removeSession(transaction, earlier);
    await transaction
      .insertInto("session")
      .values({ id_hash: idHash, actor, tokens, began_at: beganAt, used_at: usedAt })
      .execute();
    await transaction
      .deleteFrom("session")
      .where((is) => is.or([is("used_at", "<=", over.usedAt), is("began_at", "<=", over.beganAt)]))
      .execute();
  });
}

export async function sessionOf(database: Database<Tables>, idHash: string): Promise<SessionRow | undefined> {
  return database.as(systemScope, (transaction) => select(transaction, idHash).executeTakeFirst(), {
    access: "read only",
  });
}

/** The session, locked until the transaction ends. */
export function lockedSession(transaction: InSession, idHash: string): Promise<SessionRow | undefined> {
  return select(transaction, idHash).forUpdate().executeTakeFirst();
}

export async function noteUse(database: Database<Tables>, idHash: string, usedAt: Date): Promise<void> {
  await database.as(systemScope, (transaction) =>
    transaction
      .updateTable("session")
      .set({ used_at: usedAt })
      .where("id_hash", "=", idHash)
      .where("used_at", "<", usedAt)
      .execute(),
  );
}

export async function keepTokens(transaction: InSession, idHash: string, tokens: Buffer): Promise<void> {
  await transaction
    .updateTable("session")
    .set({ tokens, renews: false })
    .where("id_hash", "=", idHash)
    .execute();
}

/** Has the tokens of all sessions of a person renewed before they are used again. */
export async function renewSessions(database: Database<Tables>, actor: string): Promise<void> {
  await database.as(systemScope, (transaction) =>
    transaction.updateTable("session").set({ renews: true }).where("actor", "=", actor).execute(),
  );
}

export async function removeSession(transaction: InSession, idHash: string): Promise<void> {
  await transaction.deleteFrom("session").where("id_hash", "=", idHash).execute();
}

function select(transaction: InSession, idHash: string) {
  return transaction
    .selectFrom("session")
    .select(["tokens", "renews", "began_at as beganAt", "used_at as usedAt"])
    .where("id_hash", "=", idHash);
}
