import type { Clock } from "@shuangsui/clock";
import type { Standing } from "@shuangsui/contracts";
import { applyElapsedTime, standingOf, writeDecision, type Act } from "@shuangsui/service-kit";
import { sql, type Expression } from "kysely";
import type { Work } from "../tables.ts";
import { decideCancel } from "./commands/cancel.ts";
import { inspectionDomain } from "./domain.ts";
import { mergedPairs } from "./merged-targets.ts";
import { beforeCheck, checkAhead, isEnd } from "./rules.ts";
import { withCalendars } from "./store.ts";

// All that campaigns may ask of inspections that there are.
export { countsTowards } from "./rules.ts";
export { targetsAtCap, yearOf } from "./visits.ts";
export { learnMerges, mergedPairs } from "./merged-targets.ts";
export { figuresOfCampaigns, outcomesOfCampaign } from "./figures.ts";

/** States as the partial indexes have them: written out, so that the database can tell that an index will do. */
const ahead = sql<boolean>`inspection.state in (${sql.join(checkAhead.map((state) => sql.lit(state)))})`;
/** Checks that a campaign waits for: one without a record when its window has ended holds up no reveal. */
const waitedFor = sql<boolean>`(${ahead} and inspection.record_missed_at is null)`;

/**
 * At most `limit` of the inspections that a campaign's draw selected, in the order of ids, those that come after one, and how each
 * stands. Where something is owed or asked of it, it waits for nothing.
 */
export async function inspectionsToStart(
  work: Work,
  clock: Clock,
  campaignId: string,
  after: string | null,
  limit: number,
): Promise<{ id: string; standing: Standing }[]> {
  let selected = work
    .selectFrom("inspection")
    .selectAll("inspection")
    .where("campaign_id", "=", campaignId)
    .where("rank", "is not", null)
    .orderBy("id")
    .limit(limit);
  if (after !== null) selected = selected.where("id", ">", after);
  const [rows, reading] = await Promise.all([withCalendars(work, selected.execute()), clock.read(work)]);
  const busy = await withSomethingToDo(
    work,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const standing = standingOf(inspectionDomain, row, [], reading);
    return { id: row.id, standing: busy.has(row.id) ? { ...standing, waitMs: 1 } : standing };
  });
}

/** Those of these inspections that owe something or have an undecided command. */
async function withSomethingToDo(work: Work, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const [owing, asked] = await Promise.all([
    work
      .selectFrom("outbox")
      .select("matter_id")
      .where("matter_id", "in", ids)
      .where("done_at", "is", null)
      .execute(),
    work
      .selectFrom("command")
      .select("matter_id")
      .where("matter_id", "in", ids)
      .where("told_at", "is", null)
      .where("outcome", "is", null)
      .execute(),
  ]);
  return new Set([...owing, ...asked].map((row) => row.matter_id));
}

/**
 * The checks that a campaign waits for, as a query to ask whether there are any; the campaign by its id, or by an
 * expression such as `sql.ref("campaign.id")`.
 */
export function openChecks(work: Work, campaignId: string | Expression<string>) {
  return work
    .selectFrom("inspection")
    .select("inspection.id")
    .where("inspection.campaign_id", "=", campaignId)
    .where(waitedFor);
}

/** How many checks a campaign waits for, and when the last one was over. */
export function checksOf(work: Work, campaignId: string): Promise<{ open: number; lastOver: Date | null }> {
  return work
    .selectFrom("inspection")
    .select([
      sql<number>`(count(*) filter (where ${waitedFor}))::int`.as("open"),
      sql<Date | null>`max(coalesce(check_ended_at, ended_at, record_missed_at))`.as("lastOver"),
    ])
    .where("campaign_id", "=", campaignId)
    .executeTakeFirstOrThrow();
}

/** A campaign's inspections, counted by state. */
export async function statesOf(work: Work, campaignId: string): Promise<Record<string, number>> {
  const rows = await work
    .selectFrom("inspection")
    .select(["state", sql<number>`count(*)::int`.as("count")])
    .where("campaign_id", "=", campaignId)
    .groupBy("state")
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** How a target was visited: `open` where a check of it is ahead, `visits` by draws of that authority this year. */
export type Visits = { targetCode: string; open: boolean; inspected: boolean; visits: number };

/**
 * The targets of one registry with a check ahead, or one that ended since the year began (articles 5, 20), under each of their
 * codes. `work` sees all authorities.
 */
export function visitsToTargets(
  work: Work,
  { kind, authority, yearBegan }: { kind: "entity" | "project"; authority: string; yearBegan: Date },
): Promise<Visits[]> {
  const ofKind = work.selectFrom("inspection").where("target_kind", "=", kind);
  const checksAhead = ofKind
    .select(["target_code", sql<boolean>`true`.as("open"), sql<boolean>`false`.as("counts")])
    .where(ahead);
  const checksOver = ofKind
    .select([
      "target_code",
      sql<boolean>`false`.as("open"),
      sql<boolean>`(authority = ${authority} and origin = 'draw')`.as("counts"),
    ])
    .where("check_ended_at", ">=", yearBegan);
  return work
    .selectFrom(checksAhead.unionAll(checksOver).as("visit"))
    .leftJoin(mergedPairs(kind, null).as("same"), "same.code", "visit.target_code")
    .select([
      sql<string>`coalesce(same.one, visit.target_code)`.as("targetCode"),
      sql<boolean>`bool_or(open)`.as("open"),
      sql<boolean>`bool_or(not open)`.as("inspected"),
      sql<number>`(count(*) filter (where counts))::int`.as("visits"),
    ])
    .groupBy(sql`coalesce(same.one, visit.target_code)`)
    .execute();
}

/** The inspection of a place of a draw, as a query to ask whether there is one; both by expressions such as `sql.ref("draw_place.draw_id")`. */
export function inspectionAt(work: Work, drawId: Expression<string>, opaqueId: Expression<string>) {
  return work
    .selectFrom("inspection")
    .select("inspection.id")
    .where("inspection.draw_id", "=", drawId)
    .where("inspection.opaque_id", "=", opaqueId);
}

/**
 * Cancels at most `limit` of a campaign's inspections whose checks have not begun, each with the campaign's reason. Gives whether
 * there may be more.
 */
export async function cancelInspections(
  work: Work,
  campaignId: string,
  reason: string,
  act: Act,
  limit: number,
): Promise<boolean> {
  const rows = await withCalendars(
    work,
    work
      .selectFrom("inspection")
      .selectAll()
      .where("campaign_id", "=", campaignId)
      .where("state", "in", beforeCheck)
      .orderBy("id")
      .limit(limit)
      .forUpdate()
      .execute(),
  );
  for (const before of rows) {
    const row = await applyElapsedTime(work, inspectionDomain, before, act.at);
    if (isEnd(row.state)) continue;
    const command = { id: campaignId, body: { reason }, act, callerAuthority: row.authority };
    const decidedFor = { action: "end-with-campaign", facts: { campaign: campaignId } };
    await writeDecision(work, inspectionDomain, row, decideCancel(row, command), act, decidedFor);
  }
  return rows.length === limit;
}
