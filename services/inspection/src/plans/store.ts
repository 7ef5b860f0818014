import { Problem, type PlannedEntry, type PlanState } from "@shuangsui/contracts";
import { sql, type Insertable, type Selectable, type Transaction, type Updateable } from "kysely";
import type { Act, Facts } from "../act.ts";
import type { Tables } from "../tables.ts";
import type { PlanEventTable, PlanRevisionTable, PlanTable } from "./tables.ts";

type Work = Transaction<Tables>;
export type Plan = Selectable<PlanTable>;
export type PlanRevision = Selectable<PlanRevisionTable>;

/** The plan, or undefined where the scope sees none. */
export function findPlan(work: Work, id: string): Promise<Plan | undefined> {
  return work.selectFrom("plan").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The plan, locked for change. @throws Problem `not-found` */
export async function lockPlan(work: Work, id: string): Promise<Plan> {
  const plan = await work.selectFrom("plan").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (plan === undefined) throw new Problem("not-found");
  return plan;
}

/** One revision of a plan. @throws Problem `not-found` */
export async function revisionOf(work: Work, planId: string, revision: number): Promise<PlanRevision> {
  const row = await work
    .selectFrom("plan_revision")
    .selectAll()
    .where("plan_id", "=", planId)
    .where("revision", "=", revision)
    .executeTakeFirst();
  if (row === undefined) throw new Problem("not-found");
  return row;
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

/**
 * Writes a plan's first draft, once a key. Gives the id of the plan that stands for it.
 * @throws Problem `command/key-reused`
 */
export async function insertPlan(
  work: Work,
  plan: Insertable<PlanTable>,
  entries: readonly PlannedEntry[],
  act: Act,
): Promise<string> {
  const inserted = await work
    .insertInto("plan")
    .values(plan)
    .onConflict((conflict) => conflict.columns(["authority", "draft_key"]).doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) return draftedBefore(work, plan);
  await insertRevision(
    work,
    {
      plan_id: plan.id,
      authority: plan.authority,
      revision: 1,
      title: plan.title,
      at: act.at,
      actor: act.actor,
    },
    entries,
  );
  await addEvent(work, { id: plan.id, authority: plan.authority, state: "draft" }, "drafted", act, {});
  return plan.id;
}

async function draftedBefore(work: Work, plan: Insertable<PlanTable>): Promise<string> {
  const before = await work
    .selectFrom("plan")
    .select(["id", "draft_hash"])
    .where("authority", "=", plan.authority)
    .where("draft_key", "=", plan.draft_key ?? null)
    .executeTakeFirstOrThrow();
  if (before.draft_hash !== plan.draft_hash) throw new Problem("command/key-reused");
  return before.id;
}

type NewRevision = Pick<
  Insertable<PlanRevisionTable>,
  "plan_id" | "authority" | "revision" | "title" | "at" | "actor"
> &
  Partial<Omit<Insertable<PlanRevisionTable>, "entries">>;

/** Adds a revision: what the plan says from now on, published or not. */
export async function insertRevision(
  work: Work,
  revision: NewRevision,
  entries: readonly PlannedEntry[],
): Promise<void> {
  await work
    .insertInto("plan_revision")
    .values({
      reason: null,
      publication_id: null,
      content_hash: null,
      disclosed_at: null,
      publish_sent_at: null,
      published_at: null,
      ...revision,
      entries: JSON.stringify(entries),
    })
    .execute();
}

export async function updateRevision(
  work: Work,
  planId: string,
  revision: number,
  patch: Updateable<PlanRevisionTable>,
): Promise<void> {
  await work
    .updateTable("plan_revision")
    .set(patch)
    .where("plan_id", "=", planId)
    .where("revision", "=", revision)
    .execute();
}

/** Changes a plan and writes the event of it. Gives the plan as it is now. */
export async function change(
  work: Work,
  plan: Plan,
  patch: Updateable<PlanTable>,
  type: string,
  act: Act,
  facts: Facts = {},
): Promise<Plan> {
  const changed = await touch(work, plan.id, { ...patch, updated_at: act.at });
  await addEvent(work, changed, type, act, facts);
  return changed;
}

/** Changes a plan without an event: bookkeeping between services. */
export function touch(work: Work, id: string, patch: Updateable<PlanTable> = {}): Promise<Plan> {
  return work
    .updateTable("plan")
    .set({ ...patch, view: sql<number>`view + 1` })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Appends an event to a plan's history. */
async function addEvent(
  work: Work,
  plan: { id: string; authority: string; state: PlanState },
  type: string,
  act: Act,
  facts: Facts,
): Promise<void> {
  await work
    .insertInto("plan_event")
    .values({
      plan_id: plan.id,
      authority: plan.authority,
      seq: sql<number>`(select coalesce(max(seq), 0) + 1 from plan_event where plan_id = ${plan.id})`,
      type,
      at: act.at,
      actor: act.actor,
      state: plan.state,
      request_id: act.requestId,
      facts: JSON.stringify(facts),
    })
    .execute();
}

export function eventsOf(work: Work, planId: string): Promise<Selectable<PlanEventTable>[]> {
  return work.selectFrom("plan_event").selectAll().where("plan_id", "=", planId).orderBy("seq").execute();
}

/** Makes the plans of an authority's year that are handed in wait for one another, until the transaction ends (article 20). */
export async function lockYear(work: Work, { authority, year }: Plan): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`plans/${authority}/${year}`}, 0))`.execute(work);
}

/** A plan beside another one, with what it says in the revisions of which one will be drawn from. */
export type OtherPlan = { id: string; revisions: PlannedEntry[][] };

/**
 * What an authority's other plans of a year say: the revision in force, none where there is none, and the one that is
 * handed in and not public yet, which disclosure may still refuse.
 */
export async function otherPlans(work: Work, plan: Plan): Promise<OtherPlan[]> {
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
          builder("plan.state", "in", ["publishing", "adjusting"]),
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

export type PlanQuery = {
  after: string | null;
  limit: number;
  year?: number | undefined;
  authority?: string | undefined;
  state?: PlanState | undefined;
};

/** A page of plans by id, one row more than asked for. */
export function listPlans(work: Work, query: PlanQuery): Promise<Plan[]> {
  let rows = work
    .selectFrom("plan")
    .selectAll()
    .orderBy("id")
    .limit(query.limit + 1);
  if (query.after !== null) rows = rows.where("id", ">", query.after);
  if (query.year !== undefined) rows = rows.where("year", "=", query.year);
  if (query.authority !== undefined) rows = rows.where("authority", "=", query.authority);
  if (query.state !== undefined) rows = rows.where("state", "=", query.state);
  return rows.execute();
}

/** Plans that were handed in and that disclosure was not told of yet, for the sweep: no publication holds their deadline. */
export function plansToWake(work: Work, limit: number): Promise<{ id: string; authority: string }[]> {
  return work
    .selectFrom("plan")
    .innerJoin("plan_revision", (join) =>
      join
        .onRef("plan_revision.plan_id", "=", "plan.id")
        .onRef("plan_revision.revision", "=", "plan.revision"),
    )
    .select(["plan.id", "plan.authority"])
    .where("plan.state", "in", ["publishing", "adjusting"])
    .where("plan_revision.disclosed_at", "is", null)
    .orderBy("plan.id")
    .limit(limit)
    .execute();
}
