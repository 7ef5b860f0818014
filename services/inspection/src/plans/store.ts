import { Problem, type PlanEventType, type PlannedEntry } from "@shuangsui/contracts";
import {
  calendarsOf,
  recordDecision,
  type Act,
  type FindBehind,
  type NewEvent,
} from "@shuangsui/service-kit";
import type { PlanDeed } from "@shuangsui/workflows/plan/contract";
import { sql, type Insertable } from "kysely";
import type { Work } from "../tables.ts";
import { returnPaper } from "./commands/return.ts";
import {
  handedIn,
  type Amendment,
  type NewRevision,
  type Plan,
  type PlanDecision,
  type PlanMatter,
  type PlanRevision,
} from "./lifecycle.ts";
import type { OtherPlan } from "./check.ts";
import type { AskedOfDisclosure } from "./rules.ts";
import type { PlanTable } from "./tables.ts";

/** Its name in commands, events and the outbox. */
export const planType = "plan";

/** The plan with what it says now, or undefined where the scope sees none. */
export async function findPlan(work: Work, id: string): Promise<PlanMatter | undefined> {
  const plan = await work.selectFrom("plan").selectAll().where("id", "=", id).executeTakeFirst();
  return plan === undefined ? undefined : withWritten(work, plan);
}

/** The same, locked for change; undefined where the scope may not change it. */
export async function lockPlan(work: Work, id: string): Promise<PlanMatter | undefined> {
  const plan = await work.selectFrom("plan").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  return plan === undefined ? undefined : withWritten(work, plan);
}

/** The plan, locked, of the authority whose scope this is. @throws Problem `not-found`; `authority/not-yours` (article 3) */
export async function lockOwnPlan(work: Work, id: string): Promise<PlanMatter> {
  const plan = await lockPlan(work, id);
  if (plan !== undefined) return plan;
  throw new Problem((await findPlan(work, id)) === undefined ? "not-found" : "authority/not-yours");
}

async function withWritten(work: Work, plan: Plan): Promise<PlanMatter> {
  const [written, calendars] = await Promise.all([
    readRevision(work, plan.id, plan.revision),
    calendarsOf(work, plan.authority),
  ]);
  return { ...plan, written, calendars };
}

/** A plan's revision, which is there. */
function readRevision(work: Work, planId: string, revision: number): Promise<PlanRevision> {
  return work
    .selectFrom("plan_revision")
    .selectAll()
    .where("plan_id", "=", planId)
    .where("revision", "=", revision)
    .executeTakeFirstOrThrow();
}

/** What a plan says in the revision that is in force, or null. */
export async function findRevisionInForce(work: Work, plan: Plan): Promise<PlanRevision | null> {
  return plan.published_revision === null ? null : readRevision(work, plan.id, plan.published_revision);
}

/** Why a plan was returned the last time; null where it never was. */
export async function lastReturn(
  work: Work,
  planId: string,
): Promise<{ content: unknown; at: Date; actor: string } | null> {
  const paper = await work
    .selectFrom("document")
    .select(["content", "at", "actor"])
    .where("matter_id", "=", planId)
    .where("kind", "=", returnPaper)
    .orderBy("revision", "desc")
    .limit(1)
    .executeTakeFirst();
  return paper ?? null;
}

/** What a plan said in each revision that is or was in force. */
export async function everInForce(work: Work, planId: string): Promise<PlannedEntry[][]> {
  const rows = await work
    .selectFrom("plan_revision")
    .select("entries")
    .where("plan_id", "=", planId)
    .where("published_at", "is not", null)
    .execute();
  return rows.map((row) => row.entries);
}

/** The number of a plan's next revision; those that were refused keep theirs. */
export async function nextRevision(work: Work, planId: string): Promise<number> {
  const { last } = await work
    .selectFrom("plan_revision")
    .select(sql<number>`max(revision)`.as("last"))
    .where("plan_id", "=", planId)
    .executeTakeFirstOrThrow();
  return last + 1;
}

/** Writes a plan's first draft. */
export async function insertPlan(
  work: Work,
  plan: Pick<Insertable<PlanTable>, "id" | "authority" | "year" | "title">,
  entries: PlannedEntry[],
  reviews: readonly NewEvent[],
  act: Act,
): Promise<void> {
  const row = await work
    .insertInto("plan")
    .values({
      ...plan,
      state: "draft",
      revision: 1,
      published_revision: null,
      plan_version: null,
      publication_id: null,
      due_at: null,
      look_at: null,
      due_from: null,
      calendar_version: null,
      submitted_by: null,
      created_at: act.at,
      updated_at: act.at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const { at, actor } = act;
  await insertRevision(work, row, { revision: 1, title: plan.title, reason: null, entries, at, actor });
  await recordDecision(work, planType, row, { patch: {}, events: [{ type: "drafted" }, ...reviews] }, act);
}

/** Writes a decision on a plan. */
export async function writePlan(
  work: Work,
  plan: PlanMatter,
  decision: PlanDecision,
  act: Act,
): Promise<PlanMatter> {
  const { patch, amends, adds } = decision;
  const row = await work
    .updateTable("plan")
    .set({
      ...patch,
      lock_version: sql<number>`lock_version + 1`,
      updated_at: act.at,
    })
    .where("id", "=", plan.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (amends !== undefined) await amendRevision(work, plan, amends);
  if (adds !== undefined) await insertRevision(work, row, adds);
  await recordDecision(work, planType, row, decision, act);
  return withWritten(work, row);
}

async function insertRevision(
  work: Work,
  plan: Pick<Plan, "id" | "authority">,
  added: NewRevision,
): Promise<void> {
  await work
    .insertInto("plan_revision")
    .values({
      ...added,
      plan_id: plan.id,
      authority: plan.authority,
      entries: JSON.stringify(added.entries),
      content: added.content === undefined ? null : JSON.stringify(added.content),
    })
    .execute();
}

async function amendRevision(
  work: Work,
  { id, revision }: Plan,
  { entries, content, ...columns }: Amendment,
): Promise<void> {
  await work
    .updateTable("plan_revision")
    .set({
      ...columns,
      ...(entries === undefined ? {} : { entries: JSON.stringify(entries) }),
      ...(content === undefined ? {} : { content: JSON.stringify(content) }),
    })
    .where("plan_id", "=", id)
    .where("revision", "=", revision)
    .execute();
}

/** What a plan owes or owed disclosure of opening its publication and of publishing at once. */
export async function askedOfDisclosure(work: Work, planId: string): Promise<AskedOfDisclosure[]> {
  const rows = await work
    .selectFrom("outbox")
    .select(["deed", "revision", "refused_code"])
    .where("matter_id", "=", planId)
    .where("deed", "in", ["openPlanPublication", "publishPlan"] satisfies PlanDeed[])
    .execute();
  return rows.map(({ deed, revision, refused_code: code }) => ({ deed, revision, isRefused: code !== null }));
}

/** The last version of a plan's publication of which disclosure told; 0 where it told of none. */
export async function lastVersionTold(work: Work, plan: Plan): Promise<number> {
  const { last } = await work
    .selectFrom("event")
    .select(sql<number | null>`max((facts ->> 'version')::integer)`.as("last"))
    .where("matter_id", "=", plan.id)
    .where("type", "in", ["published", "version-published"] satisfies PlanEventType[])
    .executeTakeFirstOrThrow();
  return last ?? 0;
}

/** Makes the plans of an authority's year that are handed in wait for one another, until the transaction ends (article 20). */
export async function lockYear(work: Work, { authority, year }: Plan): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`plans/${authority}/${year}`}, 0))`.execute(work);
}

/**
 * What an authority's other plans of a year say: the revision in force, none where there is none, and the one that is
 * handed in and not public yet, which disclosure may still refuse.
 */
export async function otherPlans(
  work: Work,
  plan: Pick<Plan, "id" | "authority" | "year">,
): Promise<OtherPlan[]> {
  const rows = await work
    .selectFrom("plan")
    .innerJoin("plan_revision", "plan_revision.plan_id", "plan.id")
    .select(["plan.id", "plan.published_revision", "plan_revision.entries"])
    .where("plan.authority", "=", plan.authority)
    .where("plan.year", "=", plan.year)
    .where("plan.id", "!=", plan.id)
    .where((builder) =>
      builder.or([
        builder("plan_revision.revision", "=", builder.ref("plan.published_revision")),
        builder.and([
          builder("plan.state", "in", handedIn),
          builder("plan_revision.revision", "=", builder.ref("plan.revision")),
        ]),
      ]),
    )
    .execute();
  return [...Map.groupBy(rows, (row) => row.id)].map(([id, revisions]) => ({
    id,
    revisions: [
      ...(revisions.some((row) => row.published_revision === null) ? [[]] : []),
      ...revisions.map((row) => row.entries),
    ],
  }));
}

/** The plans of an authority's year, as a query for their ids. */
export function plansOfYear(work: Work, { authority, year }: Pick<Plan, "authority" | "year">) {
  return work
    .selectFrom("plan")
    .select("plan.id")
    .where("authority", "=", authority)
    .where("year", "=", year);
}

/** What these revisions of plans say, which are there: each is read once, however often it is asked for. */
export async function readEntries(
  work: Work,
  revisions: readonly { planId: string; revision: number }[],
): Promise<(of: { planId: string; revision: number }) => PlannedEntry[]> {
  if (revisions.length === 0) return () => [];
  const rows = await work
    .selectFrom("plan_revision")
    .select(["plan_id", "revision", "entries"])
    .where("plan_id", "in", [...new Set(revisions.map(({ planId }) => planId))])
    .where("revision", "in", [...new Set(revisions.map(({ revision }) => revision))])
    .execute();
  const entries = new Map(rows.map((row) => [`${row.plan_id}/${row.revision}`, row.entries]));
  return ({ planId, revision }) => {
    const said = entries.get(`${planId}/${revision}`);
    if (said === undefined) throw new Problem("internal");
    return said;
  };
}

/** An authority's plans that are handed in and were reckoned by an older calendar, for the mover. */
export const plansBehind: FindBehind<Work> = async (work, { authority, version, after, limit }) => {
  const rows = await work
    .selectFrom("plan")
    .select("id")
    .where("authority", "=", authority)
    .where("due_at", "is not", null)
    .where("calendar_version", "<", version)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
};
