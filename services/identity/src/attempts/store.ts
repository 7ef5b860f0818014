import { systemScope, type Database } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { createHash } from "node:crypto";
import type { Tables } from "../tables.ts";
import { type Attempted, forgottenAfter, waitAfter } from "./rules.ts";

/** Who tries: the account by the name that was typed, and the address. */
export type Attempt = Readonly<Record<Attempted, string>>;

/**
 * Counts an attempt as failed before anything of it is looked at, so that a hundred at once are no more than one after
 * another. Gives how many seconds it has to wait, where it may not be made; then it does not count.
 */
export async function beginAttempt(database: Database<Tables>, attempt: Attempt): Promise<number> {
  return database.as(systemScope, async (transaction) => {
    const subjects = subjectsOf(attempt);
    await transaction
      .insertInto("attempt")
      .values(
        subjects.map(({ subject }) => ({
          subject,
          failures: 0,
          last_at: sql<Date>`now()`,
          locked_until: sql<Date>`now()`,
        })),
      )
      .onConflict((conflict) => conflict.column("subject").doNothing())
      .execute();
    const rows = await transaction
      .selectFrom("attempt")
      .select(["subject", "failures"])
      .select([
        sql<number>`ceil(extract(epoch from locked_until - clock_timestamp()))::int`.as("waits"),
        sql<boolean>`last_at < now() - make_interval(secs => ${forgottenAfter})`.as("forgotten"),
      ])
      .where(
        "subject",
        "in",
        subjects.map(({ subject }) => subject),
      )
      .orderBy("subject")
      .forUpdate()
      .execute();
    const waits = Math.max(0, ...rows.map((row) => row.waits));
    if (waits > 0) return waits;
    for (const { subject, of } of subjects) {
      const row = rows.find((one) => one.subject === subject);
      const failures = row === undefined || row.forgotten ? 1 : row.failures + 1;
      await transaction
        .updateTable("attempt")
        .set({
          failures,
          last_at: sql<Date>`now()`,
          locked_until: sql<Date>`now() + make_interval(secs => ${waitAfter(failures, of)})`,
        })
        .where("subject", "=", subject)
        .execute();
    }
    return 0;
  });
}

/** Takes back from an address an attempt that was right. Its account's failures stand until all is shown that is asked for. */
export async function takeBack(database: Database<Tables>, { address }: Attempt): Promise<void> {
  await database.as(systemScope, (transaction) =>
    transaction
      .updateTable("attempt")
      .set({ failures: sql`greatest(failures - 1, 0)`, locked_until: sql<Date>`now()` })
      .where("subject", "=", subjectOf("address", address))
      .execute(),
  );
}

const subjectOf = (of: Attempted, name: string) => `${of}:${createHash("sha256").update(name).digest("hex")}`;

/** Forgets the failures of an account into which somebody has signed in, and some that are long past. */
export async function forgetFailures(database: Database<Tables>, account: string): Promise<void> {
  await database.as(systemScope, async (transaction) => {
    await transaction.deleteFrom("attempt").where("subject", "=", subjectOf("account", account)).execute();
    await sql`delete from attempt where subject in
      (select subject from attempt where last_at < now() - make_interval(secs => ${forgottenAfter})
        limit 50 for update skip locked)`.execute(transaction);
  });
}

/**
 * In the order in which they are locked, so that two attempts never wait for each other. They are kept as hashes: what is
 * typed as an account may be a password.
 */
function subjectsOf({ account, address }: Attempt): { subject: string; of: Attempted }[] {
  return [
    { subject: subjectOf("account", account), of: "account" },
    { subject: subjectOf("address", address), of: "address" },
  ];
}
