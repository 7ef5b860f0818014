import type { Sealer } from "@shuangsui/sealing";
import { readOnly, systemScope, type Database } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { createHash } from "node:crypto";
import { accountById, type Account } from "../accounts/store.ts";
import type { Tables } from "../tables.ts";
import { newSecret } from "./totp.ts";

/** A sign-in whose password was right: whose, and the second factor that is offered to be set up. */
export type Known = { account: Account; offeredSecret: string };

const hashed = (interaction: string) => createHash("sha256").update(interaction).digest("hex");
const offered = "sign_in.offered_secret";

/** How long, in seconds, the steps after the password may take. */
const stepsWithin = 900;

/** Keeps that a sign-in's password was right; a second factor is made to be offered to whoever has none. */
export async function keepSignIn(
  database: Database<Tables>,
  sealer: Sealer,
  interaction: string,
  { id, version }: Account,
): Promise<void> {
  const key = hashed(interaction);
  const row = {
    account_id: id,
    password_version: version,
    offered_secret: sealer.seal({ field: offered, row: key }, newSecret()),
    expires_at: sql<Date>`now() + make_interval(secs => ${stepsWithin})`,
  };
  await database.as(systemScope, async (transaction) => {
    await transaction
      .deleteFrom("sign_in")
      .where("expires_at", "<", sql<Date>`now()`)
      .execute();
    await transaction
      .insertInto("sign_in")
      .values({ interaction: key, ...row })
      .onConflict((conflict) => conflict.column("interaction").doUpdateSet(row))
      .execute();
  });
}

/** Whose password was right in a sign-in; nobody's where the account was changed or disabled since. */
export async function knownOf(
  database: Database<Tables>,
  sealer: Sealer,
  interaction: string,
): Promise<Known | undefined> {
  const key = hashed(interaction);
  const row = await database.as(
    systemScope,
    (transaction) =>
      transaction
        .selectFrom("sign_in")
        .selectAll()
        .where("interaction", "=", key)
        .where("expires_at", ">", sql<Date>`now()`)
        .executeTakeFirst(),
    readOnly,
  );
  const account = row && (await accountById(database, row.account_id));
  if (account === undefined || account.disabled || account.version !== row?.password_version)
    return undefined;
  return { account, offeredSecret: sealer.open({ field: offered, row: key }, row.offered_secret) };
}

/** Forgets a sign-in that is done. */
export async function endSignIn(database: Database<Tables>, interaction: string): Promise<void> {
  await database.as(systemScope, (transaction) =>
    transaction.deleteFrom("sign_in").where("interaction", "=", hashed(interaction)).execute(),
  );
}

/**
 * Notes that the code of that time step was used, where no later one was.
 * @returns whether it counts
 */
export async function useStep(database: Database<Tables>, accountId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await database.as(systemScope, (transaction) =>
    transaction
      .updateTable("account")
      .set({ totp_last_step: String(step) })
      .where("id", "=", accountId)
      .where((where) =>
        where.or([where("totp_last_step", "is", null), where("totp_last_step", "<", String(step))]),
      )
      .executeTakeFirst(),
  );
  return numUpdatedRows === 1n;
}
