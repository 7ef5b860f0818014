import { sql, type Transaction } from "kysely";
import { systemScope, type Scope } from "./database.ts";

/**
 * Runs `read` of a transaction of `scope` with all authorities' rows in sight, and then narrows the sight again. Where it
 * throws, whoever rolls back to a savepoint gets the narrow sight back with it.
 */
export async function seeingAll<DB, T>(
  transaction: Transaction<DB>,
  scope: Scope,
  read: () => Promise<T>,
): Promise<T> {
  await see(transaction, systemScope);
  const result = await read();
  await see(transaction, scope);
  return result;
}

async function see<DB>(transaction: Transaction<DB>, scope: Scope): Promise<void> {
  await sql`select set_config('shuangsui.authority', ${scope}, true)`.execute(transaction);
}
