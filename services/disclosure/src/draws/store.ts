import type { Insertable, Selectable, Transaction, Updateable } from "kysely";
import type { Tables } from "../tables.ts";
import type { DrawFileTable, DrawTable } from "./tables.ts";

type Work = Transaction<Tables>;
export type Draw = Selectable<DrawTable>;

/** Writes a draw where there is none of that id, and gives the row that stands, locked. */
export async function openDraw(work: Work, row: Insertable<DrawTable>): Promise<Draw> {
  await work
    .insertInto("draw")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  return work.selectFrom("draw").selectAll().where("id", "=", row.id).forUpdate().executeTakeFirstOrThrow();
}

export function findDraw(work: Work, id: string): Promise<Draw | undefined> {
  return work.selectFrom("draw").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function updateDraw(work: Work, id: string, patch: Updateable<DrawTable>): Promise<void> {
  await work.updateTable("draw").set(patch).where("id", "=", id).execute();
}

/** Stores a file once. Gives the hash that stands: another than the one given means that other bytes came first. */
export async function storeFile(work: Work, file: DrawFileTable): Promise<string> {
  await work
    .insertInto("draw_file")
    .values(file)
    .onConflict((conflict) => conflict.columns(["draw_id", "name"]).doNothing())
    .execute();
  const stands = await work
    .selectFrom("draw_file")
    .select("sha256")
    .where("draw_id", "=", file.draw_id)
    .where("name", "=", file.name)
    .executeTakeFirstOrThrow();
  return stands.sha256;
}

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

/** A page of draws, the newest first, one row more than asked for. */
export function listDraws(work: Work, query: { after: string | null; limit: number }): Promise<Draw[]> {
  let rows = work
    .selectFrom("draw")
    .selectAll()
    .orderBy("id", "desc")
    .limit(query.limit + 1);
  if (query.after !== null) rows = rows.where("id", "<", query.after);
  return rows.execute();
}
