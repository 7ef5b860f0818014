/** Where there is no account, makes the first administrator, and prints its password this once. */
import { knownAuthorities } from "@shuangsui/contracts";
import { createLogger, followAuthorities, openDatabase, systemScope } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { randomUUID } from "node:crypto";
import { recordAccount } from "./accounts/audit.ts";
import { hashOf, newPassword } from "./accounts/passwords.ts";
import { readDatabaseSettings } from "./config.ts";
import type { Tables } from "./tables.ts";

const login = "administrator";
const settings = readDatabaseSettings();
const logger = createLogger("identity", settings.LOG_LEVEL);
const database = openDatabase<Tables>(settings.DATABASE_URL, { logger, connections: 1 });
const unfollow = await followAuthorities(database, logger);
const password = newPassword();
const superior = knownAuthorities().find(({ parent }) => parent === null);
if (superior === undefined) throw new Error("there is no authority without a superior");
const account = {
  id: randomUUID(),
  authority: superior.code,
  login,
  name: "Administrator",
  roles: ["administrator" as const],
  inspector: null,
  unit: null,
  password_hash: await hashOf(password),
  password_is_initial: true,
  totp_secret: null,
  totp_last_step: null,
};
try {
  const made = await database.as(systemScope, async (transaction) => {
    // Of two that run at once, one makes it.
    await sql`select pg_advisory_xact_lock(8215)`.execute(transaction);
    const there = await transaction.selectFrom("account").select("id").limit(1).executeTakeFirst();
    if (there !== undefined) return false;
    const first = await transaction
      .insertInto("account")
      .values(account)
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordAccount(transaction, { act: "made", actor: "operator", callerAuthority: null }, first, null);
    return true;
  });
  if (made)
    process.stdout.write(
      `first administrator: ${login}, password ${password} (not shown again; to be replaced at the first sign-in)\n`,
    );
} finally {
  await unfollow();
  await database.close();
}
