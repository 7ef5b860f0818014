import type { InspectionState } from "@shuangsui/contracts";
import { sql, type Selectable, type Transaction, type Updateable } from "kysely";
import type { Act, Facts } from "../act.ts";
import type { Tables } from "../tables.ts";
import { isEnd } from "./rules.ts";
import { shownDue, waitingOf, withdrawn, type Inspection } from "./progress.ts";
import type { FindingPathTable, FindingTable, InspectionTable, MemberTable, PaperTable } from "./tables.ts";

type Work = Transaction<Tables>;
export type Member = Selectable<MemberTable>;
export type FindingWithPaths = Selectable<FindingTable> & { paths: Selectable<FindingPathTable>[] };

/** The inspection, locked for change, or undefined where the scope sees none. */
export function lockInspection(work: Work, id: string): Promise<Inspection | undefined> {
  return work.selectFrom("inspection").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** The inspection as it is, or undefined where the scope sees none. */
export function findInspection(work: Work, id: string): Promise<Inspection | undefined> {
  return work.selectFrom("inspection").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The inspection of a draw's target, or undefined. */
export function inspectionOf(work: Work, drawId: string, opaqueId: string): Promise<Inspection | undefined> {
  return work
    .selectFrom("inspection")
    .selectAll()
    .where("draw_id", "=", drawId)
    .where("opaque_id", "=", opaqueId)
    .executeTakeFirst();
}

/** Where each target of a draw stands. While the draw is locked no check begins; it may still be cancelled or lapse. */
export async function standingsOf(
  work: Work,
  drawId: string,
): Promise<{ opaqueId: string; state: InspectionState }[]> {
  const rows = await work
    .selectFrom("inspection")
    .select(["opaque_id", "state"])
    .where("draw_id", "=", drawId)
    .execute();
  return rows.map((row) => ({ opaqueId: row.opaque_id ?? "", state: row.state }));
}

/**
 * Changes an inspection and writes the event of it, in the caller's transaction. The due time follows from
 * the state; a new due time starts its reminders anew. Gives the row as it is now.
 */
export async function change(
  work: Work,
  row: Inspection,
  patch: Updateable<InspectionTable>,
  type: string,
  act: Act,
  facts: Facts = {},
): Promise<Inspection> {
  const changed = await work
    .updateTable("inspection")
    .set({ ...patch, revision: row.revision + 1, updated_at: act.at })
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await addEvent(work, changed, type, act, facts);
  const due = waitingOf(changed).due;
  const sameDue = due?.getTime() === row.due_at?.getTime();
  const ended = isEnd(changed.state) ? (changed.ended_at ?? act.at) : null;
  const shown = shownDue({ ...changed, ended_at: ended });
  const sameShown = shown?.getTime() === row.shown_due?.getTime();
  if (sameDue && sameShown && ended?.getTime() === changed.ended_at?.getTime()) return changed;
  return work
    .updateTable("inspection")
    .set({ due_at: due, shown_due: shown, ended_at: ended, ...(sameDue ? {} : { reminders: 0 }) })
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Marks what the outside has taken, without an event: bookkeeping between services, nothing that happened to the inspection. */
export async function mark(work: Work, id: string, patch: Updateable<InspectionTable>): Promise<void> {
  await work
    .updateTable("inspection")
    .set({ ...patch, revision: sql<number>`revision + 1` })
    .where("id", "=", id)
    .execute();
}

/** Appends an event to an inspection's history. */
export async function addEvent(
  work: Work,
  row: Inspection,
  type: string,
  act: Act,
  facts: Facts = {},
): Promise<void> {
  await work
    .insertInto("inspection_event")
    .values({
      inspection_id: row.id,
      authority: row.authority,
      seq: sql<number>`(select coalesce(max(seq), 0) + 1 from inspection_event where inspection_id = ${row.id})`,
      type,
      at: act.at,
      actor: act.actor,
      state: row.state,
      request_id: act.requestId,
      facts: JSON.stringify(facts),
    })
    .execute();
}

/** The id of the last request that moved an inspection, which what follows from it carries on; null where time did. */
export async function lastRequestOf(work: Work, id: string): Promise<string | null> {
  const event = await work
    .selectFrom("inspection_event")
    .select("request_id")
    .where("inspection_id", "=", id)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return event?.request_id ?? null;
}

/** Adds a paper: the next revision of its kind. What was written before stays. */
export async function addPaper(
  work: Work,
  row: Inspection,
  kind: PaperTable["kind"],
  act: Act,
  content: unknown,
): Promise<void> {
  await work
    .insertInto("inspection_paper")
    .values({
      inspection_id: row.id,
      authority: row.authority,
      kind,
      revision: sql<number>`(select coalesce(max(revision), 0) + 1 from inspection_paper where inspection_id = ${row.id} and kind = ${kind})`,
      at: act.at,
      actor: act.actor,
      content: JSON.stringify(content),
    })
    .execute();
}

/** The newest paper of each kind. */
export async function latestPapers(work: Work, id: string): Promise<Map<PaperTable["kind"], unknown>> {
  const rows = await work
    .selectFrom("inspection_paper")
    .distinctOn("kind")
    .select(["kind", "content"])
    .where("inspection_id", "=", id)
    .orderBy("kind")
    .orderBy("revision", "desc")
    .execute();
  return new Map(rows.map((row) => [row.kind, row.content]));
}

/** The team, officers first, each in the order of position; the first officer leads. */
export function teamOf(work: Work, id: string): Promise<Member[]> {
  return work
    .selectFrom("inspection_member")
    .selectAll()
    .where("inspection_id", "=", id)
    .orderBy(sql`kind = 'expert'`)
    .orderBy("position")
    .execute();
}

/** Puts a team in place of the one there was. */
export async function setTeam(
  work: Work,
  row: Inspection,
  members: readonly Omit<Member, "inspection_id" | "authority" | "since">[],
  since: Date,
): Promise<void> {
  await work.deleteFrom("inspection_member").where("inspection_id", "=", row.id).execute();
  if (members.length > 0)
    await work
      .insertInto("inspection_member")
      .values(
        members.map((member) => ({ ...member, inspection_id: row.id, authority: row.authority, since })),
      )
      .execute();
}

/** The findings of an inspection with the paths each takes. */
export async function findingsOf(work: Work, id: string): Promise<FindingWithPaths[]> {
  const findings = await work
    .selectFrom("finding")
    .selectAll()
    .where("inspection_id", "=", id)
    .orderBy("found_at")
    .orderBy("id")
    .execute();
  if (findings.length === 0) return [];
  const paths = await work
    .selectFrom("finding_path")
    .selectAll()
    .where("inspection_id", "=", id)
    .orderBy("at")
    .execute();
  return findings.map((finding) => ({
    ...finding,
    paths: paths.filter((path) => path.finding_id === finding.id),
  }));
}

/** As the index `inspection_untold` has it. */
const untold = sql<boolean>`(content_revision > disclosed_revision or publish_asked
  or (check_ended_at is not null and publication_id is null))`;

/** Inspections that have something to do though their workflows may not know: a due time has passed, or the public was not told what it must be. */
export function inspectionsToWake(
  work: Work,
  now: Date,
  limit: number,
): Promise<{ id: string; authority: string }[]> {
  return work
    .selectFrom("inspection")
    .select(["id", "authority"])
    .where((builder) =>
      builder.or([
        builder.and([builder("ended_at", "is", null), builder("due_at", "<=", now)]),
        builder.and([builder("state", "in", withdrawn), builder("withdrawn_at", "is", null)]),
        untold,
      ]),
    )
    .orderBy("due_at")
    .orderBy("id")
    .limit(limit)
    .execute();
}
