import { sql, type Selectable, type Transaction } from "kysely";
import type { FrameTables } from "../frame-tables.ts";
import type { OutboxTable } from "./table.ts";

type Work = Transaction<FrameTables>;
const afterAMinute = sql<Date>`clock_timestamp() + interval '60 seconds'`;

export type OwedRow = Selectable<OutboxTable>;

/**
 * The deeds that a matter owes, each once, as its workflow hears of them: the sweep need not ask after them for a while.
 */
export async function owedBy(work: Work, matterId: string): Promise<string[]> {
  const rows = await work
    .selectFrom("outbox")
    .select(["deed", sql<boolean>`next_attempt_at <= clock_timestamp()`.as("asked")])
    .where("matter_id", "=", matterId)
    .where("done_at", "is", null)
    .orderBy("deed")
    .execute();
  if (rows.some(({ asked }) => asked))
    await work
      .updateTable("outbox")
      .set({ next_attempt_at: afterAMinute })
      .where("matter_id", "=", matterId)
      .where("done_at", "is", null)
      .execute();
  return [...new Set(rows.map((row) => row.deed))];
}

/** What is to be handed over next of a deed: the lowest revision that is owed, or the highest. */
export function owedNext(
  work: Work,
  matterId: string,
  deed: string,
  which: "lowest" | "highest",
): Promise<OwedRow | undefined> {
  return work
    .selectFrom("outbox")
    .selectAll()
    .where("matter_id", "=", matterId)
    .where("deed", "=", deed)
    .where("done_at", "is", null)
    .orderBy("revision", which === "lowest" ? "asc" : "desc")
    .limit(1)
    .executeTakeFirst();
}

/**
 * Notes that a deed is done up to a revision, or refused for good. Gives whether that revision was still owed: another
 * process may have been faster, or it was waived.
 */
export async function settle(
  work: Work,
  { matter_id: matterId, deed, revision }: OwedRow,
  at: Date,
  refusedCode: string | null,
): Promise<boolean> {
  const settled = await work
    .updateTable("outbox")
    .set({ done_at: at, refused_code: refusedCode })
    .where("matter_id", "=", matterId)
    .where("deed", "=", deed)
    .where("revision", "<=", revision)
    .where("done_at", "is", null)
    .returning("revision")
    .execute();
  return settled.some((row) => row.revision === revision);
}

/** Notes that handing over failed, and with what. */
export async function noteFailure(
  work: Work,
  { matter_id: matterId, deed, revision }: OwedRow,
  code: string,
): Promise<void> {
  await work
    .updateTable("outbox")
    .set({
      attempts: sql<number>`attempts + 1`,
      last_code: code,
      tried_at: sql<Date>`clock_timestamp()`,
      next_attempt_at: afterAMinute,
    })
    .where("matter_id", "=", matterId)
    .where("deed", "=", deed)
    .where("revision", "=", revision)
    .execute();
}
