import type { AccountView } from "@shuangsui/contracts";
import { originNow, readOnly, recordAudit, systemScope, type Database } from "@shuangsui/service-kit";
import { sql, type Selectable, type Transaction, type Updateable } from "kysely";
import type { Tables } from "../tables.ts";
import { nowOf, recordAccount, type Act } from "./audit.ts";

export type Account = Selectable<Tables["account"]>;
type Work = Transaction<Tables>;

/** The account of an id, also a disabled one. */
export function accountById(database: Database<Tables>, id: string): Promise<Account | undefined> {
  return database.as(
    systemScope,
    (transaction) => transaction.selectFrom("account").selectAll().where("id", "=", id).executeTakeFirst(),
    readOnly,
  );
}

/** The account that signs in as that, also a disabled one. */
export function accountByLogin(database: Database<Tables>, login: string): Promise<Account | undefined> {
  return database.as(
    systemScope,
    (transaction) =>
      transaction.selectFrom("account").selectAll().where("login", "=", login).executeTakeFirst(),
    readOnly,
  );
}

/** The ids of those who administer an authority's accounts, locked until the transaction ends. */
export async function lockAdministrators(transaction: Work, authority: string): Promise<string[]> {
  const rows = await transaction
    .selectFrom("account")
    .select("id")
    .where("authority", "=", authority)
    .where("disabled", "=", false)
    .where(sql<boolean>`'administrator' = any(roles)`)
    .orderBy("id")
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Changes an account of that version; the version counts up, by which sign-ins under way end.
 * @returns undefined where it has been changed since
 */
export async function changeAccount(
  transaction: Work,
  { id, version }: Pick<Account, "id" | "version">,
  change: Updateable<Tables["account"]>,
  act: Act,
): Promise<Account | undefined> {
  const before = await transaction.selectFrom("account").selectAll().where("id", "=", id).executeTakeFirst();
  const after = await transaction
    .updateTable("account")
    .set({ ...change, version: version + 1, updated_at: sql`now()` })
    .where("id", "=", id)
    .where("version", "=", version)
    .returningAll()
    .executeTakeFirst();
  if (after !== undefined && before !== undefined) await recordAccount(transaction, act, after, before);
  return after;
}

/**
 * Ends all sessions, grants, codes and refresh tokens of an account. Access tokens that are out hold until they expire,
 * ten minutes at the most.
 */
export async function signOutEverywhere(
  database: Database<Tables>,
  accountId: string,
  by: Pick<Act, "actor" | "callerAuthority"> = { actor: accountId, callerAuthority: null },
): Promise<void> {
  await database.as(systemScope, async (transaction) => {
    const account = await transaction
      .selectFrom("account")
      .select("authority")
      .where("id", "=", accountId)
      .executeTakeFirst();
    if (account !== undefined)
      await recordAudit(transaction, [
        {
          at: await nowOf(transaction),
          ...{
            ...account,
            actor: by.actor,
            callerAuthority: by.callerAuthority,
            action: "session/signed-out",
            subject: accountId,
          },
          ...{ code: null, before: null, after: null, ...originNow() },
        },
      ]);
    await transaction
      .deleteFrom("artifact")
      .where("account_id", "=", accountId)
      // A sign-in under way, of whoever takes that session's place, goes on.
      .where("model", "<>", "Interaction")
      .execute();
    await transaction.deleteFrom("sign_in").where("account_id", "=", accountId).execute();
  });
}

/** An account as administrators see it. */
export function viewOf(account: Account): AccountView {
  return {
    id: account.id,
    login: account.login,
    name: account.name,
    authority: account.authority,
    roles: account.roles,
    inspector: account.inspector,
    unit: account.unit,
    disabled: account.disabled,
    passwordIsInitial: account.password_is_initial,
    hasSecondFactor: account.totp_secret !== null,
    version: account.version,
  };
}
