import { sql, type Insertable, type Selectable, type Transaction, type Updateable } from "kysely";
import type { After } from "../newest-first.ts";
import type { Tables } from "../tables.ts";
import type { DrawFileTable, DrawTable } from "./tables.ts";

type Work = Transaction<Tables>;
export type Draw = Selectable<DrawTable>;

/** Writes a draw where there is none of that id, and gives the row that stands, locked, and whether it is new. */
export async function openDraw(
  work: Work,
  row: Insertable<DrawTable>,
): Promise<{ draw: Draw; isNew: boolean }> {
  const inserted = await work
    .insertInto("draw")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  const draw = await work
    .selectFrom("draw")
    .selectAll()
    .where("id", "=", row.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { draw, isNew: inserted !== undefined };
}

export function findDraw(work: Work, id: string): Promise<Draw | undefined> {
  return work.selectFrom("draw").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function updateDraw(work: Work, id: string, patch: Updateable<DrawTable>): Promise<void> {
  await work.updateTable("draw").set(patch).where("id", "=", id).execute();
}

/** Stores a file once. Gives the hash that stands, where another came first of other bytes, and whether it is new. */
export async function storeFile(
  work: Work,
  file: DrawFileTable,
): Promise<{ stands: string; isNew: boolean }> {
  const inserted = await work
    .insertInto("draw_file")
    .values(file)
    .onConflict((conflict) => conflict.columns(["draw_id", "name"]).doNothing())
    .returning("name")
    .executeTakeFirst();
  const { sha256 } = await work
    .selectFrom("draw_file")
    .select("sha256")
    .where("draw_id", "=", file.draw_id)
    .where("name", "=", file.name)
    .executeTakeFirstOrThrow();
  return { stands: sha256, isNew: inserted !== undefined };
}

/** The files of a draw by name: their hashes and lengths, without reading them. */
export function describeFiles(
  work: Work,
  drawId: string,
): Promise<{ name: string; sha256: string; bytes: number }[]> {
  return work
    .selectFrom("draw_file")
    .select(["name", "sha256", sql<number>`octet_length(bytes)`.as("bytes")])
    .where("draw_id", "=", drawId)
    .orderBy("name")
    .execute();
}

/** The files of a draw, whole. */
export function filesOf(
  work: Work,
  drawId: string,
): Promise<{ name: string; bytes: Buffer; sha256: string }[]> {
  return work
    .selectFrom("draw_file")
    .select(["name", "bytes", "sha256"])
    .where("draw_id", "=", drawId)
    .orderBy("name")
    .execute();
}

export function fileOf(
  work: Work,
  drawId: string,
  name: string,
): Promise<{ bytes: Buffer; sha256: string } | undefined> {
  return work
    .selectFrom("draw_file")
    .select(["bytes", "sha256"])
    .where("draw_id", "=", drawId)
    .where("name", "=", name)
    .executeTakeFirst();
}

export type DrawListQuery = { after: After | null; limit: number; authority?: string | undefined };

/** A page of draws, the newest first by its commitment, one row more than asked for. */
export function listDraws(work: Work, { after, limit, authority }: DrawListQuery): Promise<Draw[]> {
  let rows = work
    .selectFrom("draw")
    .selectAll()
    .orderBy("committed_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (after !== null)
    rows = rows.where(sql<boolean>`(committed_at, id) < (${after.at}::timestamptz, ${after.id})`);
  if (authority !== undefined) rows = rows.where("authority", "=", authority);
  return rows.execute();
}
