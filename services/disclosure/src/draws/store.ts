import { sql, type Insertable, type Selectable, type Transaction, type Updateable } from "kysely";
import type { After } from "../newest-first.ts";
import type { Tables } from "../tables.ts";
import type { DrawFilePartTable, DrawFileTable, DrawTable } from "./tables.ts";

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

/** The draw, locked until the transaction ends: whoever else changes it or hands in a file waits. */
export function lockDraw(work: Work, id: string): Promise<Draw | undefined> {
  return work.selectFrom("draw").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** A file's size in bytes and its hash. */
export type DescribedFile = { name: string; sha256: string; bytes: number };

/** A file that stands, without its bytes. */
export function findFile(work: Work, drawId: string, name: string): Promise<DescribedFile | undefined> {
  return described(work, drawId).where("name", "=", name).executeTakeFirst();
}

/** The files of a draw by name, without their bytes. */
export function describeFiles(work: Work, drawId: string): Promise<DescribedFile[]> {
  return described(work, drawId).orderBy("name").execute();
}

const described = (work: Work, drawId: string) =>
  work.selectFrom("draw_file").select(["name", "sha256", "size as bytes"]).where("draw_id", "=", drawId);

/** Keeps bytes of a file, in the order of its parts. */
export async function storePart(work: Work, part: DrawFilePartTable): Promise<void> {
  await work.insertInto("draw_file_part").values(part).execute();
}

/** Keeps a file whose parts are kept. */
export async function storeFile(work: Work, file: DrawFileTable): Promise<void> {
  await work.insertInto("draw_file").values(file).execute();
}

/** Bytes of a file, `part` from 0; undefined after the last. */
export async function partOf(
  work: Work,
  drawId: string,
  name: string,
  part: number,
): Promise<Buffer | undefined> {
  const row = await work
    .selectFrom("draw_file_part")
    .select("bytes")
    .where("draw_id", "=", drawId)
    .where("name", "=", name)
    .where("part", "=", part)
    .executeTakeFirst();
  return row?.bytes;
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
