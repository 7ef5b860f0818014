import { accountRoles, knownAuthorities, wordsOf, type AccountRole } from "@shuangsui/contracts";
import { systemScope, type Database } from "@shuangsui/service-kit";
import { randomUUID } from "node:crypto";
import type { Tables } from "../tables.ts";
import { hashOf } from "./passwords.ts";

export type DemonstrationAccount = { login: string; role: AccountRole; authority: string };

/** One for each role in the first authority that has a superior, and one who watches it from there. */
export function demonstrationAccounts(): DemonstrationAccount[] {
  const county = knownAuthorities().find(({ parent }) => parent !== null);
  if (county === undefined || county.parent === null) return [];
  return [
    ...accountRoles.map((role) => ({ login: `demo-${role}`, role, authority: county.code })),
    { login: "demo-prefecture-supervisor", role: "supervisor", authority: county.parent },
  ];
}

/** Known to everybody who sees the sign-in page. */
export const demonstrationPassword = "yanshi-zhanghao-2026";

/** Makes the demonstration's accounts where they are not there. */
export async function makeDemonstrationAccounts(database: Database<Tables>): Promise<void> {
  const there = await demonstrationAccountsThere(database);
  const missing = demonstrationAccounts().filter(({ login }) => !there.includes(login));
  if (missing.length === 0) return;
  const password_hash = await hashOf(demonstrationPassword);
  const { accountRole: names, signIn } = wordsOf("zh");
  const rows = missing.map(({ login, role, authority }) => ({
    id: randomUUID(),
    login,
    name: names[role],
    authority,
    roles: [role],
    inspector: null,
    // Somebody from outside, as a witness has to be.
    unit: role === "witness" ? signIn.demonstrationUnit : null,
    password_hash,
    password_is_initial: false,
    totp_secret: null,
    totp_last_step: null,
  }));
  await database.as(systemScope, (transaction) =>
    transaction
      .insertInto("account")
      .values(rows)
      .onConflict((conflict) => conflict.column("login").doNothing())
      .execute(),
  );
}

/** The logins of the demonstration's accounts with which somebody could sign in. */
export async function demonstrationAccountsThere(database: Database<Tables>): Promise<string[]> {
  const logins = demonstrationAccounts().map(({ login }) => login);
  if (logins.length === 0) return [];
  const rows = await database.as(systemScope, (transaction) =>
    transaction
      .selectFrom("account")
      .select("login")
      .where("login", "in", logins)
      .where("disabled", "=", false)
      .execute(),
  );
  return rows.map(({ login }) => login);
}
