import { type AccountChange, type NewAccount, Problem, seenBy } from "@shuangsui/contracts";
import { breaksUniqueKey, readOnly, systemScope, type Database } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { randomUUID } from "node:crypto";
import { recordAccount, type Act } from "./audit.ts";
import { forgetFailures } from "../attempts/store.ts";
import type { Tables } from "../tables.ts";
import type { Person } from "./administrator.ts";
import { hashOf, newPassword } from "./passwords.ts";
import { requireAdministratorLeft } from "./rules.ts";
import { type Account, changeAccount, lockAdministrators, signOutEverywhere } from "./store.ts";

/** Which accounts of those that an administrator sees. */
export type AccountList = {
  authority?: string | undefined;
  /** A part of the login or of the name. */
  q?: string | undefined;
  after: string | null;
  limit: number;
};

/** The accounts of an administrator's authority and its subordinates, by id; one more than `limit`. */
export function listAccounts(
  database: Database<Tables>,
  { authority: own }: Person,
  { authority, q, after, limit }: AccountList,
): Promise<Account[]> {
  return database.as(
    own,
    (transaction) =>
      transaction
        .selectFrom("account")
        .selectAll()
        .where("authority", "in", authority === undefined ? seenBy(own) : [authority])
        .$if(after !== null, (list) => list.where("id", ">", after))
        .$if(q !== undefined, (list) =>
          list.where(sql<boolean>`(position(lower(${q}) in login) > 0 or position(${q} in name) > 0)`),
        )
        .orderBy("id")
        .limit(limit + 1)
        .execute(),
    readOnly,
  );
}

/** Of those ids the accounts of a person's authority and its subordinates: what each is called and may do there. */
export function namesOfAccounts(
  database: Database<Tables>,
  { authority }: Person,
  ids: readonly string[],
): Promise<Pick<Account, "id" | "name" | "roles">[]> {
  return database.as(
    authority,
    (transaction) =>
      transaction
        .selectFrom("account")
        .select(["id", "name", "roles"])
        .where("id", "in", ids)
        .where("authority", "in", seenBy(authority))
        .orderBy("id")
        .execute(),
    readOnly,
  );
}

/** @throws Problem `not-found`, also where it is of an authority that the administrator does not see */
export async function accountFor(
  database: Database<Tables>,
  { authority }: Person,
  id: string,
): Promise<Account> {
  const account = await database.as(
    authority,
    (transaction) => transaction.selectFrom("account").selectAll().where("id", "=", id).executeTakeFirst(),
    readOnly,
  );
  if (account === undefined) throw new Problem("not-found");
  return account;
}

/**
 * Makes an account with a password to begin with, which its person replaces at the first sign-in.
 * @throws Problem `authority/not-yours`, `account/login-taken`, `account/inspector-taken`
 */
export async function createAccount(
  database: Database<Tables>,
  administrator: Person,
  { login, name, authority, roles, inspector, unit }: NewAccount,
): Promise<{ account: Account; initialPassword: string }> {
  requireAdministered(administrator, authority);
  const initialPassword = newPassword();
  const values = {
    id: randomUUID(),
    login,
    name,
    authority,
    roles,
    inspector,
    unit,
    password_hash: await hashOf(initialPassword),
    password_is_initial: true,
    totp_secret: null,
    totp_last_step: null,
  };
  const account = await database
    .as(systemScope, async (transaction) => {
      const made = await transaction
        .insertInto("account")
        .values(values)
        .returningAll()
        .executeTakeFirstOrThrow();
      await recordAccount(transaction, actOf(administrator, "made"), made, null);
      return made;
    })
    .catch(refuseTaken);
  return { account, initialPassword };
}

function refuseTaken(error: unknown): never {
  if (breaksUniqueKey(error, "account_login_key")) throw new Problem("account/login-taken");
  if (breaksUniqueKey(error, "account_inspector_key")) throw new Problem("account/inspector-taken");
  throw error;
}

/**
 * Changes an account of that version. One that is disabled is signed out everywhere; another authority or role holds here at once,
 * and elsewhere with its next token.
 * @throws Problem `not-found`, `account/own`, `authority/not-yours`, `account/inspector-taken`, `account/last-administrator`, `version/changed`
 */
export async function administer(
  database: Database<Tables>,
  administrator: Person,
  id: string,
  version: number,
  change: AccountChange,
): Promise<Account> {
  const before = await othersAccount(database, administrator, id);
  if (change.authority !== undefined) requireAdministered(administrator, change.authority);
  const changed = await database
    .as(systemScope, async (transaction) => {
      // Two who would take the role from one another take their turns.
      const administrators = await lockAdministrators(transaction, before.authority);
      const others = administrators.filter((one) => one !== id).length;
      requireAdministratorLeft(before, { ...before, ...change }, others);
      return changeAccount(transaction, { id, version }, change, actOf(administrator, "changed"));
    })
    .catch(refuseTaken);
  if (changed === undefined) throw new Problem("version/changed");
  if (changed.disabled) await signOutEverywhere(database, id, actOf(administrator, "changed"));
  return changed;
}

/**
 * Gives an account another password to begin with, takes its second factor off, and signs it out everywhere.
 * @throws Problem `not-found`, `account/own`, `version/changed`
 */
export async function resetAccount(
  database: Database<Tables>,
  administrator: Person,
  id: string,
): Promise<{ account: Account; initialPassword: string }> {
  const before = await othersAccount(database, administrator, id);
  const initialPassword = newPassword();
  const change = {
    password_hash: await hashOf(initialPassword),
    password_is_initial: true,
    totp_secret: null,
  };
  const account = await database.as(systemScope, (transaction) =>
    changeAccount(transaction, before, change, actOf(administrator, "reset")),
  );
  if (account === undefined) throw new Problem("version/changed");
  await signOutEverywhere(database, id, actOf(administrator, "reset"));
  await forgetFailures(database, account.login);
  return { account, initialPassword };
}

const actOf = ({ id, authority }: Person, act: Act["act"]): Act => ({
  ...{ act, actor: id, callerAuthority: authority },
});

async function othersAccount(
  database: Database<Tables>,
  administrator: Person,
  id: string,
): Promise<Account> {
  const account = await accountFor(database, administrator, id);
  if (account.id === administrator.id) throw new Problem("account/own");
  return account;
}

/** An administrator makes accounts of the own authority and, as somebody must make the first there, of its subordinates. */
function requireAdministered({ authority }: Person, code: string): void {
  if (!seenBy(authority).includes(code)) throw new Problem("authority/not-yours");
}
