import {
  calendarsAsOf,
  calendarsOf,
  recordDecision,
  type Act,
  type FindBehind,
} from "@shuangsui/service-kit";
import { newest } from "@shuangsui/workdays";
import type { Work } from "../tables.ts";
import { termsOf } from "../terms/store.ts";
import { publicationLifecycle, type NewVersion, type PublicationDecision } from "./lifecycle.ts";
import { unpublished } from "./rules.ts";
import type { Publication, PublicationRow, Version } from "./tables.ts";

/** A publication that is about to be opened: its authority's newest calendar counts its reminders. */
export type NewPublication = Omit<
  PublicationRow,
  | "lock_version"
  | "look_at"
  | "reminders_version"
  | "class"
  | "term_ends_at"
  | "taken_down_at"
  | "takedown_cause"
>;

/** Writes a publication where there is none of that id; gives whether it did. */
export async function insertPublication(work: Work, opened: NewPublication): Promise<boolean> {
  const [calendars, terms] = await Promise.all([
    calendarsOf(work, opened.authority),
    termsOf(work, opened.authority),
  ]);
  const row = {
    ...opened,
    class: null,
    term_ends_at: null,
    taken_down_at: null,
    takedown_cause: null,
    lock_version: 1,
    reminders_version: newest(calendars).version,
  };
  const inserted = await work
    .insertInto("publication")
    .values({
      ...row,
      fact: JSON.stringify(row.fact),
      ready: JSON.stringify(row.ready),
      look_at: publicationLifecycle.nextAt({ ...row, look_at: null, calendars, terms }),
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted !== undefined;
}

/** The publication, locked for change; undefined where the scope may not change it. */
export function lockPublication(work: Work, id: string): Promise<Publication | undefined> {
  const reading = work.selectFrom("publication").selectAll().where("id", "=", id).forUpdate();
  return withSettings(work, reading.executeTakeFirst());
}

async function withSettings(
  work: Work,
  reading: Promise<PublicationRow | undefined>,
): Promise<Publication | undefined> {
  const [row, calendars] = await Promise.all([reading, calendarsAsOf(work)]);
  if (row === undefined) return undefined;
  return { ...row, calendars: calendars(row.authority), terms: await termsOf(work, row.authority) };
}

/** The publication as it is, or undefined where the scope sees none. */
export function findPublication(work: Work, id: string): Promise<Publication | undefined> {
  return withSettings(
    work,
    work.selectFrom("publication").selectAll().where("id", "=", id).executeTakeFirst(),
  );
}

/** Writes a decision on a publication that is locked, and gives the publication as it is then. */
export async function writePublication(
  work: Work,
  before: Publication,
  decision: PublicationDecision,
  act: Act,
): Promise<Publication> {
  const after: Publication = {
    ...before,
    ...decision.patch,
    lock_version: before.lock_version + 1,
    updated_at: act.at,
  };
  after.look_at = publicationLifecycle.nextAt(after);
  const { ready, fact, ...columns } = decision.patch;
  const { lock_version, updated_at, look_at } = after;
  const changing = work
    .updateTable("publication")
    .set({
      ...columns,
      ...(ready === undefined ? {} : { ready: JSON.stringify(ready) }),
      ...(fact === undefined ? {} : { fact: JSON.stringify(fact) }),
      lock_version,
      updated_at,
      look_at,
    })
    .where("id", "=", before.id)
    .execute();
  const { version } = decision;
  const publishing = version === undefined ? undefined : insertVersion(work, after, version, act.at);
  await Promise.all([changing, publishing, recordDecision(work, "publication", after, decision, act)]);
  return after;
}

async function insertVersion(
  work: Work,
  { id, authority, version, due_at }: Publication,
  { by, breach, reason, content }: NewVersion,
  at: Date,
): Promise<void> {
  await work
    .insertInto("publication_version")
    .values({
      publication_id: id,
      authority,
      version,
      published_at: at,
      due_at,
      by,
      breach,
      reason,
      content: JSON.stringify(content),
    })
    .execute();
}

/** A version of a publication, as it was published. */
export function findVersion(work: Work, id: string, version: number): Promise<Version> {
  return work
    .selectFrom("publication_version")
    .selectAll()
    .where("publication_id", "=", id)
    .where("version", "=", version)
    .executeTakeFirstOrThrow();
}

/** Publications that are still to come out, after an id, in the order of ids, to be compared with the engine. */
export function openPublications(
  work: Work,
  after: string,
  limit: number,
): Promise<{ id: string; authority: string }[]> {
  return work
    .selectFrom("publication")
    .select(["id", "authority"])
    .where("state", "in", unpublished)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** An authority's publications that are still to come out and were reckoned by an older calendar, for the mover. */
export const publicationsBehind: FindBehind<Work> = async (work, { authority, version, after, limit }) => {
  const rows = await work
    .selectFrom("publication")
    .select("id")
    .where("authority", "=", authority)
    .where("state", "in", unpublished)
    .where("reminders_version", "<", version)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
};
