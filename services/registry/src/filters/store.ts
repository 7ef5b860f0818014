import { folded, type FilteredRegister } from "@shuangsui/contracts";
import type { Insertable, Selectable } from "kysely";
import type { Work } from "../register/register.ts";
import type { FilterTable } from "./tables.ts";

export type SavedFilter = Selectable<FilterTable>;

/** The filters that a person of an authority may use: its own, and those that others there share. */
const usable = (work: Work, { authority, actor }: { authority: string; actor: string }) =>
  work
    .selectFrom("saved_filter")
    .selectAll()
    .where("authority", "=", authority)
    .where((is) => is.or([is("shared", "=", true), is("actor", "=", actor)]));

/** A page of them by id, one more than asked for where there are more. */
export function listFilters(
  work: Work,
  by: { authority: string; actor: string },
  page: { register: FilteredRegister | undefined; after: string | null; limit: number },
): Promise<SavedFilter[]> {
  const { register, after, limit } = page;
  return usable(work, by)
    .$if(register !== undefined, (query) => query.where("register", "=", register ?? "items"))
    .$if(after !== null, (query) => query.where("id", ">", after))
    .orderBy("id")
    .limit(limit + 1)
    .execute();
}

/** Those of these filters that all in an authority share. */
export function sharedFilters(work: Work, authority: string, ids: readonly string[]): Promise<SavedFilter[]> {
  return work
    .selectFrom("saved_filter")
    .selectAll()
    .where("authority", "=", authority)
    .where("shared", "=", true)
    .where("id", "in", ids)
    .orderBy("id")
    .execute();
}

export function findFilter(
  work: Work,
  by: { authority: string; actor: string },
  id: string,
): Promise<SavedFilter | undefined> {
  return usable(work, by).where("id", "=", id).executeTakeFirst();
}

export async function addFilter(
  work: Work,
  row: Omit<Insertable<FilterTable>, "name_key">,
): Promise<SavedFilter> {
  return work
    .insertInto("saved_filter")
    .values({ ...row, name_key: folded(row.name) })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Writes a changed filter over the version before it; undefined where that is no longer there. */
export function updateFilter(work: Work, row: SavedFilter): Promise<SavedFilter | undefined> {
  const { name, query, shared, version, updated_at } = row;
  return work
    .updateTable("saved_filter")
    .set({ name, name_key: folded(name), query: JSON.stringify(query), shared, version, updated_at })
    .where("id", "=", row.id)
    .where("version", "=", version - 1)
    .returningAll()
    .executeTakeFirst();
}

export async function removeFilter(work: Work, id: string): Promise<void> {
  await work.deleteFrom("saved_filter").where("id", "=", id).execute();
}
