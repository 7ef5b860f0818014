import type { PublicationContent } from "@shuangsui/contracts";
import { sql, type Insertable, type Selectable, type Transaction, type Updateable } from "kysely";
import type { After } from "../newest-first.ts";
import type { Tables } from "../tables.ts";
import type { PublicationTable, VersionTable } from "./tables.ts";

type Work = Transaction<Tables>;
export type Publication = Selectable<PublicationTable>;
export type Version = Selectable<VersionTable>;
/** Who does something, and when it counts as done. */
export type Act = { at: Date; actor: string; requestId: string | null };
type Facts = Record<string, string | number | boolean | null>;

/** Writes an opening where there is none of that id, and gives the row that stands. */
export async function openPublication(work: Work, row: Insertable<PublicationTable>): Promise<Publication> {
  await work
    .insertInto("publication")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  return work.selectFrom("publication").selectAll().where("id", "=", row.id).executeTakeFirstOrThrow();
}

/** The publication, locked for change, or undefined. */
export function lockPublication(work: Work, id: string): Promise<Publication | undefined> {
  return work.selectFrom("publication").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** The publication as it is, or undefined where the scope sees none. */
export function findPublication(work: Work, id: string): Promise<Publication | undefined> {
  return work.selectFrom("publication").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Changes a publication and writes the event of it, in the caller's transaction. */
export async function change(
  work: Work,
  row: Publication,
  patch: Updateable<PublicationTable>,
  type: string,
  act: Act,
  facts: Facts = {},
): Promise<Publication> {
  const changed = await work
    .updateTable("publication")
    .set({ ...patch, revision: row.revision + 1, updated_at: act.at })
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await work
    .insertInto("publication_event")
    .values({
      publication_id: row.id,
      authority: row.authority,
      seq: sql<number>`(select coalesce(max(seq), 0) + 1 from publication_event where publication_id = ${row.id})`,
      type,
      at: act.at,
      actor: act.actor,
      request_id: act.requestId,
      facts: JSON.stringify(facts),
    })
    .execute();
  return changed;
}

/** The id of the last request that moved a publication, which what follows from it carries on; null where time did. */
export async function lastRequestOf(work: Work, id: string): Promise<string | null> {
  const event = await work
    .selectFrom("publication_event")
    .select("request_id")
    .where("publication_id", "=", id)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return event?.request_id ?? null;
}

/** Publishes a version: the next number, once, beside those before it. */
export async function publishVersion(
  work: Work,
  row: Publication,
  version: {
    content: PublicationContent;
    by: VersionTable["by"];
    breach: boolean;
    reason: string;
    state: PublicationTable["state"];
  },
  act: Act,
): Promise<Publication> {
  const number = row.version + 1;
  await work
    .insertInto("publication_version")
    .values({
      publication_id: row.id,
      authority: row.authority,
      version: number,
      published_at: act.at,
      by: version.by,
      breach: version.breach,
      reason: version.reason,
      content: JSON.stringify(version.content),
      told_at: null,
    })
    .execute();
  return change(
    work,
    row,
    {
      state: version.state,
      version: number,
      ready: JSON.stringify(null),
      ready_reason: null,
      first_published_at: row.first_published_at ?? act.at,
      ...(version.breach ? { breached_at: act.at } : {}),
    },
    "published",
    act,
    { version: number, by: version.by, breach: version.breach },
  );
}

/** The first version that the subject's owner has not been told of, or undefined. */
export function untoldVersion(work: Work, id: string): Promise<Version | undefined> {
  return work
    .selectFrom("publication_version")
    .selectAll()
    .where("publication_id", "=", id)
    .where("told_at", "is", null)
    .orderBy("version")
    .limit(1)
    .executeTakeFirst();
}

/** Notes that the owner was told of a version. */
export async function markTold(work: Work, id: string, version: number, at: Date): Promise<void> {
  await work
    .updateTable("publication_version")
    .set({ told_at: at })
    .where("publication_id", "=", id)
    .where("version", "=", version)
    .execute();
  await work
    .updateTable("publication")
    .set({ revision: sql<number>`revision + 1` })
    .where("id", "=", id)
    .execute();
}

/** The commands on the publication that were received before `due` and are still undecided, in their order: until then nothing is late. */
export async function undecidedBefore(work: Work, id: string, due: Date): Promise<string[]> {
  const rows = await work
    .selectFrom("command")
    .select("id")
    .where("subject_id", "=", id)
    .where("outcome", "is", null)
    .where("type", "in", ["content", "publish", "due", "withdraw", "drop"])
    .where("received_at", "<", due)
    .orderBy("received_at")
    .orderBy("id")
    .execute();
  return rows.map((row) => row.id);
}

/** When an undecided command was received; undefined where it is decided already. */
export async function receiptOf(work: Work, commandId: string): Promise<Date | undefined> {
  const row = await work
    .selectFrom("command")
    .select("received_at")
    .where("id", "=", commandId)
    .where("outcome", "is", null)
    .executeTakeFirst();
  return row?.received_at;
}

/** Publications whose deadline has passed without a publishing or a breach on record, for the sweep. */
export function overduePublications(
  work: Work,
  now: Date,
  limit: number,
): Promise<{ id: string; authority: string }[]> {
  return work
    .selectFrom("publication")
    .select(["id", "authority"])
    .where("state", "in", ["open", "ready"])
    .where("due_at", "<=", now)
    .where((where) => where.or([where("state", "=", "ready"), where("breached_at", "is", null)]))
    .orderBy("due_at")
    .limit(limit)
    .execute();
}

export type PublicListQuery = {
  after: After | null;
  limit: number;
  authority?: string | undefined;
  kind?: PublicationTable["kind"] | undefined;
  q?: string | undefined;
};

/** A page of what is public, the newest first by its first publishing, one row more than asked for. Only ever reads published rows. */
export function listPublished(work: Work, query: PublicListQuery): Promise<Publication[]> {
  let rows = work
    .selectFrom("publication")
    .selectAll()
    .where(sql<boolean>`version > 0`)
    .orderBy("first_published_at", "desc")
    .orderBy("id", "desc")
    .limit(query.limit + 1);
  if (query.after !== null)
    rows = rows.where(
      sql<boolean>`(first_published_at, id) < (${query.after.at}::timestamptz, ${query.after.id}::uuid)`,
    );
  if (query.authority !== undefined) rows = rows.where("authority", "=", query.authority);
  if (query.kind !== undefined) rows = rows.where("kind", "=", query.kind);
  if (query.q !== undefined)
    rows = rows
      .where(sql<boolean>`search.pairs(title) operator(search.@@) search.pairs_of(${query.q})`)
      .where(sql<boolean>`position(lower(${query.q}) in lower(title)) > 0`);
  return rows.execute();
}

/** What is public of one publication, the newest version first; empty where nothing is. */
export function publishedVersions(work: Work, id: string): Promise<Version[]> {
  return work
    .selectFrom("publication_version")
    .selectAll()
    .where("publication_id", "=", id)
    .orderBy("version", "desc")
    .execute();
}

/** Publications by kind, and breaches by authority, as the public may count them. */
export async function publicCounts(work: Work): Promise<{
  publications: { kind: string; count: number }[];
  breaches: { authority: string; count: number }[];
}> {
  const publications = await work
    .selectFrom("publication")
    .select(["kind", sql<number>`count(*)::int`.as("count")])
    .where("version", ">", 0)
    .groupBy("kind")
    .orderBy("kind")
    .execute();
  const breaches = await work
    .selectFrom("publication")
    .select(["authority", sql<number>`count(*)::int`.as("count")])
    .where("breached_at", "is not", null)
    .groupBy("authority")
    .orderBy("authority")
    .execute();
  return { publications, breaches };
}
