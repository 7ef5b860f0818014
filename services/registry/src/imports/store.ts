import type { ImportCounts, ImportMode, ImportState, RegisterKind } from "@shuangsui/contracts";
import type { Sealer } from "@shuangsui/sealing";
import { arrayOf } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Work } from "../register/register.ts";
import type { ImportBatchTable, ImportTable } from "./tables.ts";

/** How long, in milliseconds, an import may wait for those before it: of large files they take minutes. */
const waitingWithinMs = 900_000;

/** Lets this transaction wait for other imports longer than the limits of others allow. */
export async function waitForOthers(work: Work): Promise<void> {
  await sql`select set_config('lock_timeout', '0', true), set_config('statement_timeout', ${String(waitingWithinMs)}, true)`.execute(
    work,
  );
}

/**
 * Lets one import at a time write into a register, until the transaction ends: two that held the same new entries in
 * another order would wait for one another.
 */
export async function lockRegister(work: Work, kind: RegisterKind): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${kind}`}, 0))`.execute(work);
}

/** An import by its id, of that authority alone. */
export function findImport(work: Work, authority: string, id: string): Promise<ImportTable | undefined> {
  return work
    .selectFrom("import")
    .selectAll()
    .where("id", "=", id)
    .where("authority", "=", authority)
    .executeTakeFirst();
}

/** What changes of an import's row. */
export type ImportPatch = Partial<
  Pick<
    ImportTable,
    | "state"
    | "mode"
    | "rows_read"
    | "rows_total"
    | "sheet"
    | "refusal_code"
    | "refusal_detail"
    | "sheets"
    | "ended_at"
  > &
    ImportCounts
>;

/** Changes an import that is in one of these states; gives it as it stands then, or nothing where it is in another. */
export function changeImport(
  work: Work,
  id: string,
  states: readonly ImportState[],
  patch: ImportPatch,
): Promise<ImportTable | undefined> {
  return work
    .updateTable("import")
    .set({ ...patch, touched_at: sql<Date>`clock_timestamp()` })
    .where("id", "=", id)
    .where("state", "in", states)
    .returningAll()
    .executeTakeFirst();
}

/** What is kept to be told of a row. */
export type Detail = { row: number; kind: "faults" | "difference"; detail: unknown };

const field = "import_row.detail";

/** Keeps what is to be told of rows. */
export async function keepDetails(
  work: Work,
  sealer: Sealer,
  { id: importId, authority }: { id: string; authority: string },
  details: readonly Detail[],
): Promise<void> {
  if (details.length === 0) return;
  const rows = details.map(({ row, kind, detail }) => {
    const id = uuidv7();
    return {
      id,
      row,
      kind,
      detail: sealer.seal({ field, row: id }, JSON.stringify(detail)).toString("base64"),
    };
  });
  await sql`insert into import_row (id, authority, import_id, row, kind, detail)
    select id, ${authority}, ${importId}::uuid, row, kind, detail
    from unnest(${arrayOf(rows.map(({ id }) => id))}::uuid[], ${arrayOf(rows.map(({ row }) => row))}::integer[],
      ${arrayOf(rows.map(({ kind }) => kind))}::text[], ${arrayOf(rows.map(({ detail }) => detail))}::text[])
      as new (id, row, kind, detail)
    on conflict (import_id, kind, row) do nothing`.execute(work);
}

/** Forgets what was to be told of the rows of an import, of some of them, or of all. */
export async function forgetDetails(
  work: Work,
  importId: string,
  { from, to }: { from: number; to: number } = { from: 0, to: 2 ** 31 - 1 },
): Promise<void> {
  await work
    .deleteFrom("import_row")
    .where("import_id", "=", importId)
    .where("row", ">=", from)
    .where("row", "<=", to)
    .execute();
}

/** What is to be told of the first rows of an import, in their order. */
export async function detailsOf<T>(
  work: Work,
  sealer: Sealer,
  importId: string,
  kind: Detail["kind"],
  schema: z.ZodType<T>,
  { after = 0, limit }: { after?: number; limit: number },
): Promise<{ row: number; detail: T }[]> {
  const rows = await work
    .selectFrom("import_row")
    .select(["id", "row", "detail"])
    .where("import_id", "=", importId)
    .where("kind", "=", kind)
    .where("row", ">", after)
    .orderBy("row")
    .limit(limit)
    .execute();
  return rows.map(({ id, row, detail }) => ({
    row,
    detail: schema.parse(JSON.parse(sealer.open({ field, row: id }, Buffer.from(detail, "base64")))),
  }));
}

/** Of how many rows of an import there is something to be told. */
export async function countDetails(work: Work, importId: string, kind: Detail["kind"]): Promise<number> {
  const { number } = await work
    .selectFrom("import_row")
    .select((row) => row.fn.countAll<string>().as("number"))
    .where("import_id", "=", importId)
    .where("kind", "=", kind)
    .executeTakeFirstOrThrow();
  return Number(number);
}

/** Notes that a batch is applied; false where it was before. */
export async function noteBatch(work: Work, batch: ImportBatchTable): Promise<boolean> {
  const written = await work
    .insertInto("import_batch")
    .values(batch)
    .onConflict((conflict) => conflict.doNothing())
    .returning("batch")
    .executeTakeFirst();
  return written !== undefined;
}

/** What the batches of an import that were applied came to, and which they are. */
export async function appliedBatches(
  work: Work,
  importId: string,
): Promise<{ batches: ReadonlySet<number>; counts: ImportCounts }> {
  const rows = await work.selectFrom("import_batch").selectAll().where("import_id", "=", importId).execute();
  const sum = (of: (row: ImportBatchTable) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    batches: new Set(rows.map(({ batch }) => batch)),
    counts: {
      created: sum(({ created }) => created),
      changed: sum(({ changed }) => changed),
      unchanged: sum(({ unchanged }) => unchanged),
      refused: sum(({ refused }) => refused),
    },
  };
}

/** Keeps an import from being changed by others until the transaction ends; its state and mode then. */
export function lockImport(
  work: Work,
  id: string,
): Promise<{ state: ImportState; mode: ImportMode | null } | undefined> {
  return work
    .selectFrom("import")
    .select(["state", "mode"])
    .where("id", "=", id)
    .forShare()
    .executeTakeFirst();
}

/** Imports that should have come further since then, or whose time is over by that day: ids alone. */
export function idleImports(work: Work, limit: number): Promise<{ id: string; authority: string }[]> {
  return work
    .selectFrom("import")
    .select(["id", "authority"])
    .where((one) =>
      one.or([
        one.and([
          one("state", "in", ["reading", "applying"]),
          one("touched_at", "<", sql<Date>`clock_timestamp() - interval '20 seconds'`),
        ]),
        one("kept_until", "<", sql<string>`current_date - 1`),
      ]),
    )
    .orderBy("touched_at")
    .limit(limit)
    .execute();
}

/** Removes an import with all that is kept of it. */
export async function removeImport(work: Work, id: string): Promise<void> {
  for (const table of ["import_piece", "import_row", "import_batch"] as const)
    await work.deleteFrom(table).where("import_id", "=", id).execute();
  await work.deleteFrom("import").where("id", "=", id).execute();
}
