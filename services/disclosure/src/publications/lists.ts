import { folded, publicationKind, type TakedownCause } from "@shuangsui/contracts";
import { sql } from "kysely";
import type { After } from "../newest-first.ts";
import type { Work } from "../tables.ts";
import type { PublicationRow, PublicationTable, Version } from "./tables.ts";

export type PublicListQuery = {
  after: After | null;
  limit: number;
  authority?: string | undefined;
  kind?: PublicationTable["kind"] | undefined;
  q?: string | undefined;
};

/** What the public reads. In the words of its index. */
const isShown = sql<boolean>`version > 0 and state <> 'taken-down'`;

export type TakedownQuery = {
  after: After | null;
  limit: number;
  authority?: string | undefined;
  cause?: TakedownCause | undefined;
};

/** A page of what was taken down, the newest first, one row more than asked for. */
export function listTakenDown(
  work: Work,
  { after, limit, authority, cause }: TakedownQuery,
): Promise<PublicationRow[]> {
  let rows = work
    .selectFrom("publication")
    .selectAll()
    .where("taken_down_at", "is not", null)
    .orderBy("taken_down_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (after !== null)
    rows = rows.where(sql<boolean>`(taken_down_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  if (authority !== undefined) rows = rows.where("authority", "=", authority);
  if (cause !== undefined) rows = rows.where("takedown_cause", "=", cause);
  return rows.execute();
}

/** A page of what is public, the newest first by its first publishing, one row more than asked for. Only ever reads published rows. */
export function listPublished(work: Work, query: PublicListQuery): Promise<PublicationRow[]> {
  let rows = work
    .selectFrom("publication")
    .selectAll()
    .where(isShown)
    .orderBy("first_published_at", "desc")
    .orderBy("id", "desc")
    .limit(query.limit + 1);
  if (query.after !== null)
    rows = rows.where(
      sql<boolean>`(first_published_at, id) < (${query.after.at}::timestamptz, ${query.after.id}::uuid)`,
    );
  if (query.authority !== undefined) rows = rows.where("authority", "=", query.authority);
  if (query.kind !== undefined) rows = rows.where("kind", "=", query.kind);
  // Names are searched as they are compared: whatever their width, case and blanks.
  const asked = folded(query.q ?? "");
  if (asked !== "")
    rows = rows
      .where(sql<boolean>`search.pairs(words) operator(search.@@) search.pairs_of(${asked})`)
      .where(sql<boolean>`position(${asked} in words) > 0`);
  return rows.execute();
}

/** What is public of one publication, the newest version first, of what was taken down none; undefined where nothing is. */
export async function findPublished(
  work: Work,
  id: string,
): Promise<{ row: PublicationRow; versions: Version[] } | undefined> {
  const row = await work
    .selectFrom("publication")
    .selectAll()
    .where("id", "=", id)
    .where("version", ">", 0)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.state === "taken-down") return { row, versions: [] };
  const versions = await work
    .selectFrom("publication_version")
    .selectAll()
    .where("publication_id", "=", id)
    .orderBy("version", "desc")
    .execute();
  return { row, versions };
}

/** Publications by kind, and plans that were not public in time by authority, as the public may count them. */
export async function publicCounts(work: Work): Promise<{
  publications: { kind: PublicationTable["kind"]; count: number }[];
  planBreaches: { authority: string; count: number }[];
}> {
  const rows = await work
    .selectFrom("public_count")
    .select(["authority", "counted", sql<number>`sum(number)::int`.as("count")])
    .groupBy(["authority", "counted"])
    .orderBy("authority")
    .execute();
  const there = rows.filter(({ count }) => count > 0);
  const publications = publicationKind.options.toSorted().map((kind) => ({
    kind,
    count: there.filter(({ counted }) => counted === kind).reduce((sum, { count }) => sum + count, 0),
  }));
  return {
    publications: publications.filter(({ count }) => count > 0),
    planBreaches: there
      .filter(({ counted }) => counted === "plan-breach")
      .map(({ authority, count }) => ({ authority, count })),
  };
}
