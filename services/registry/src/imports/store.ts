import type { RegisterKind } from "@shuangsui/contracts";
import { sql } from "kysely";
import type { Work } from "../register/register.ts";
import type { Tables } from "../tables.ts";

/** How long, in milliseconds, an import may wait for those before it: of large files they take minutes. */
const waitingWithinMs = 600_000;

/**
 * Lets this transaction wait for other imports longer than the service's limits allow: sent again it would meet them
 * again. The routes take in few at once, so few wait.
 */
export async function waitForOthers(work: Work): Promise<void> {
  await sql`select set_config('lock_timeout', '0', true), set_config('statement_timeout', ${String(waitingWithinMs)}, true)`.execute(
    work,
  );
}

/** Lets one import at a time use a key, until the transaction ends. */
export async function lockKey(work: Work, authority: string, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${authority} ${key}`}, 0))`.execute(work);
}

/**
 * Lets one import at a time write into a register, until the transaction ends: two that held the same new entries in
 * another order would wait for one another.
 */
export async function lockRegister(work: Work, kind: RegisterKind): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${kind}`}, 0))`.execute(work);
}

/** The import that was made under a key, if any. */
export function importOf(work: Work, authority: string, key: string): Promise<Tables["import"] | undefined> {
  return work
    .selectFrom("import")
    .selectAll()
    .where("authority", "=", authority)
    .where("key", "=", key)
    .executeTakeFirst();
}

/** Keeps that an import was made under a key. */
export async function keepImport(work: Work, made: Tables["import"]): Promise<void> {
  await work.insertInto("import").values(made).execute();
}
