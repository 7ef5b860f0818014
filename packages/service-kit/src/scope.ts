import { CompiledQuery, type Transaction } from "kysely";
import { callerNow } from "./request-scope.ts";

/** Whose rows a transaction may see: an authority's by its code, or, for the system's own rounds, all. */
export type Scope = string & {};
export const systemScope: Scope = "system";

/**
 * The statement that gives a transaction its scope: for which authority it writes, whose rows it sees by the authorities' table,
 * and which person asks for it, in which roles, where a request does. The row security (`migrations.ts`) reads them; without it
 * a transaction sees nothing.
 */
export function scopeStatement(scope: Scope): { text: string; values: readonly [Scope, string, string] } {
  const { actor, roles } = callerNow() ?? nobody;
  return {
    text: scope === systemScope ? openingForAll : openingForOne,
    values: [scope, actor, roles.join()],
  };
}
const nobody = { actor: "", roles: [] };
// What a function would do here, but without one: it is asked for with each transaction. One statement for both would be
// planned anew each time, since PostgreSQL takes a plan for the scope at hand to be cheaper.
const opening = (seen: string) => `select set_config('shuangsui.authority', $1, true),
  set_config('shuangsui.seen', ${seen}, true),
  set_config('shuangsui.person', $2, true), set_config('shuangsui.roles', $3, true)`;
const openingForAll = opening("array(select code from authority)::text");
const openingForOne = opening("coalesce((select sees::text from authority where code = $1), '{}')");

/**
 * Runs `read` of a transaction of `scope` with all authorities' rows in sight, and then narrows the sight again. Where it
 * throws, whoever rolls back to a savepoint gets the narrow sight back with it.
 */
export async function seeingAll<DB, T>(
  transaction: Transaction<DB>,
  scope: Scope,
  read: () => Promise<T>,
): Promise<T> {
  see(transaction, systemScope);
  const result = await read();
  see(transaction, scope);
  return result;
}

/** Changes the scope without waiting: where that fails, so does all that follows in the transaction, its end included. */
function see<DB>(transaction: Transaction<DB>, scope: Scope): void {
  const { text, values } = scopeStatement(scope);
  transaction.executeQuery(CompiledQuery.raw(text, [...values])).catch(() => undefined);
}
