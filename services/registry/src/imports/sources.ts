import { Problem, type RegisterKind } from "@shuangsui/contracts";
import type { Work } from "../register/register.ts";
import type { ImportSourceTable, ImportTable } from "./tables.ts";

/** What another system says of a file: whose changes it has, since when, and up to where. */
export type OfSource = { source: string; after: string | null; cursor: string };

/**
 * What an upload says of its source; undefined where it names none.
 * @throws Problem `body/invalid` where it names a place without a source, or a source without a place
 */
export function sourceOf(asked: {
  source?: string | undefined;
  after?: string | undefined;
  cursor?: string | undefined;
}): OfSource | undefined {
  const { source, after, cursor } = asked;
  if (source === undefined && cursor === undefined && after === undefined) return undefined;
  if (source === undefined || cursor === undefined)
    throw new Problem("body/invalid", undefined, [
      { path: source === undefined ? "/source" : "/cursor", message: "a source and a cursor go together" },
    ]);
  return { source, cursor, after: after ?? null };
}

/**
 * Changes of a source come one after the other, each following on what was applied before.
 * @throws Problem `import/source-busy`, `import/cursor-moved`
 */
export async function requireFollowsOn(
  work: Work,
  { authority, register, source, after }: OfSource & { authority: string; register: RegisterKind },
): Promise<void> {
  const open = await work
    .selectFrom("import")
    .select("id")
    .where("authority", "=", authority)
    .where("register", "=", register)
    .where("source", "=", source)
    .where("state", "in", ["reading", "checked", "applying"])
    .executeTakeFirst();
  if (open !== undefined) throw new Problem("import/source-busy", open.id);
  const standing = await work
    .selectFrom("import_source")
    .select("cursor")
    .where("authority", "=", authority)
    .where("register", "=", register)
    .where("source", "=", source)
    .executeTakeFirst();
  if ((standing?.cursor ?? null) !== after) throw new Problem("import/cursor-moved", standing?.cursor);
}

/** Notes up to where a source's changes are in, in the transaction that ends their import. */
export async function moveCursor(
  work: Work,
  { id, authority, register, source, cursor }: ImportTable,
  at: Date,
): Promise<void> {
  if (source === null || cursor === null) return;
  const moved = { cursor, import_id: id, at };
  await work
    .insertInto("import_source")
    .values({ authority, register, source, ...moved })
    .onConflict((conflict) => conflict.columns(["authority", "register", "source"]).doUpdateSet(moved))
    .execute();
}

/** Up to where the changes of an authority's sources are in. */
export function listSources(work: Work, authority: string): Promise<ImportSourceTable[]> {
  return work
    .selectFrom("import_source")
    .selectAll()
    .where("authority", "=", authority)
    .orderBy("source")
    .orderBy("register")
    .execute();
}
