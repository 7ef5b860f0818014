import { Problem, type CampaignState, type PlannedEntry } from "@shuangsui/contracts";
import { sql, type Insertable, type Selectable, type Transaction, type Updateable } from "kysely";
import type { Act, Facts } from "../act.ts";
import { checkAhead } from "../inspections/rules.ts";
import type { Tables } from "../tables.ts";
import type { CampaignEventTable, CampaignTable } from "./tables.ts";

type Work = Transaction<Tables>;
export type Campaign = Selectable<CampaignTable>;

/** The campaign, or undefined where the scope sees none. */
export function findCampaign(work: Work, id: string): Promise<Campaign | undefined> {
  return work.selectFrom("campaign").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The campaign. @throws Problem `not-found` */
export async function readCampaign(work: Work, id: string): Promise<Campaign> {
  const campaign = await findCampaign(work, id);
  if (campaign === undefined) throw new Problem("not-found");
  return campaign;
}

/** The campaign, locked for change. @throws Problem `not-found` */
export async function lockCampaign(work: Work, id: string): Promise<Campaign> {
  const campaign = await work
    .selectFrom("campaign")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (campaign === undefined) throw new Problem("not-found");
  return campaign;
}

/** The campaign that a trigger's key made before, or undefined. */
export function campaignOfKey(work: Work, authority: string, key: string): Promise<Campaign | undefined> {
  return work
    .selectFrom("campaign")
    .selectAll()
    .where("authority", "=", authority)
    .where("trigger_key", "=", key)
    .executeTakeFirst();
}

/** How many campaigns a plan's entry has had. */
export async function campaignsOf(work: Work, planId: string, entryId: string): Promise<number> {
  const row = await work
    .selectFrom("campaign")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("plan_id", "=", planId)
    .where("entry_id", "=", entryId)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** How many of them were committed to. */
export async function drawsOf(work: Work, planId: string, entryId: string): Promise<number> {
  const row = await work
    .selectFrom("campaign")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("plan_id", "=", planId)
    .where("entry_id", "=", entryId)
    .where("id", "in", committedTo(work))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Each draw that an authority's plans of a year were committed to: of which entry, and what its plan had then. */
export function drawsOfYear(
  work: Work,
  { authority, year }: { authority: string; year: number },
): Promise<{ planId: string; entryId: string; entries: PlannedEntry[] }[]> {
  return work
    .selectFrom("campaign")
    .innerJoin("plan", "plan.id", "campaign.plan_id")
    .innerJoin("plan_revision", (join) =>
      join
        .onRef("plan_revision.plan_id", "=", "campaign.plan_id")
        .onRef("plan_revision.revision", "=", "campaign.plan_revision"),
    )
    .select(["campaign.plan_id as planId", "campaign.entry_id as entryId", "plan_revision.entries"])
    .where("plan.authority", "=", authority)
    .where("plan.year", "=", year)
    .where("campaign.id", "in", committedTo(work))
    .execute();
}

/** Campaigns of which a draw was committed to, void or not: a void draw is drawn again. */
function committedTo(work: Work) {
  return work.selectFrom("draw").select("draw.campaign_id").where("draw.committed_at", "is not", null);
}

export async function insertCampaign(work: Work, campaign: Insertable<CampaignTable>): Promise<void> {
  await work.insertInto("campaign").values(campaign).execute();
}

/** Changes a campaign and writes the event of it. Gives the campaign as it is now. */
export async function change(
  work: Work,
  campaign: Campaign,
  patch: Updateable<CampaignTable>,
  type: string,
  act: Act,
  facts: Facts = {},
): Promise<Campaign> {
  const changed = await work
    .updateTable("campaign")
    .set({ ...patch, view: sql<number>`view + 1`, updated_at: act.at })
    .where("id", "=", campaign.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await addEvent(work, changed, type, act, facts);
  return changed;
}

/** Appends an event to a campaign's history. */
export async function addEvent(
  work: Work,
  campaign: { id: string; authority: string; state: CampaignState },
  type: string,
  act: Act,
  facts: Facts = {},
): Promise<void> {
  await work
    .insertInto("campaign_event")
    .values({
      campaign_id: campaign.id,
      authority: campaign.authority,
      seq: sql<number>`(select coalesce(max(seq), 0) + 1 from campaign_event where campaign_id = ${campaign.id})`,
      type,
      at: act.at,
      actor: act.actor,
      state: campaign.state,
      request_id: act.requestId,
      facts: JSON.stringify(facts),
    })
    .execute();
}

export function eventsOf(work: Work, campaignId: string): Promise<Selectable<CampaignEventTable>[]> {
  return work
    .selectFrom("campaign_event")
    .selectAll()
    .where("campaign_id", "=", campaignId)
    .orderBy("seq")
    .execute();
}

/** Checks that a campaign waits for: one without a record when its window has ended holds up no reveal. */
const waitedFor = sql<boolean>`(state in (${sql.join(checkAhead)}) and record_missed_at is null)`;

/** How many checks a campaign waits for, and when the last one was over. */
export async function checksOf(
  work: Work,
  campaignId: string,
): Promise<{ open: number; lastOver: Date | null }> {
  return work
    .selectFrom("inspection")
    .select([
      sql<number>`(count(*) filter (where ${waitedFor}))::int`.as("open"),
      sql<Date | null>`max(coalesce(check_ended_at, ended_at, record_missed_at))`.as("lastOver"),
    ])
    .where("campaign_id", "=", campaignId)
    .executeTakeFirstOrThrow();
}

/** Inspections of campaigns, counted by state. */
export async function statesOf(
  work: Work,
  campaignIds: readonly string[],
): Promise<Map<string, Record<string, number>>> {
  if (campaignIds.length === 0) return new Map();
  const rows = await work
    .selectFrom("inspection")
    .select(["campaign_id", "state", sql<number>`count(*)::int`.as("count")])
    .where("campaign_id", "in", campaignIds)
    .groupBy(["campaign_id", "state"])
    .execute();
  const states = new Map<string, Record<string, number>>();
  for (const row of rows)
    states.set(row.campaign_id ?? "", { ...states.get(row.campaign_id ?? ""), [row.state]: row.count });
  return states;
}

/** Marks inspections whose workflows were started. */
export async function markStarted(work: Work, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await work
    .updateTable("inspection")
    .set({ started_at: at })
    .where("id", "in", ids)
    .where("started_at", "is", null)
    .execute();
}

/** At most `limit` inspections of a campaign whose workflows were not started yet. */
export async function inspectionsToStart(work: Work, campaignId: string, limit: number): Promise<string[]> {
  const rows = await work
    .selectFrom("inspection")
    .select("id")
    .where("campaign_id", "=", campaignId)
    .where("started_at", "is", null)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** What a campaign's inspections came to, for its statistics. */
export async function outcomesOf(
  work: Work,
  campaignId: string,
): Promise<{
  inspections: number;
  checked: number;
  findings: number;
  withFindings: number;
  breaches: number;
}> {
  return work
    .selectFrom("inspection")
    .leftJoin(
      work
        .selectFrom("finding")
        .select(["inspection_id", sql<number>`count(*)::int`.as("number")])
        .groupBy("inspection_id")
        .as("found"),
      "found.inspection_id",
      "inspection.id",
    )
    .select([
      sql<number>`count(*)::int`.as("inspections"),
      sql<number>`(count(*) filter (where check_ended_at is not null))::int`.as("checked"),
      sql<number>`coalesce(sum(found.number), 0)::int`.as("findings"),
      sql<number>`(count(found.number))::int`.as("withFindings"),
      sql<number>`coalesce(sum(breaches), 0)::int`.as("breaches"),
    ])
    .where("campaign_id", "=", campaignId)
    .executeTakeFirstOrThrow();
}

/** Campaigns that time or their checks should have moved by `now`, or of which something outside is left to be done, for the sweep. */
export function campaignsToWake(
  work: Work,
  now: Date,
  limit: number,
): Promise<{ id: string; authority: string }[]> {
  return work
    .selectFrom("campaign")
    .select(["id", "authority"])
    .where((builder) =>
      builder.or([
        builder("due_at", "<=", now),
        builder("state", "in", ["drawn", "revealed"]),
        builder.and([builder("state", "=", "ended"), builder("reveal_asked", "=", true)]),
        builder.and([
          builder("state", "in", ["committed", "void"]),
          builder("draw_id", "in", unannounced(work)),
        ]),
        builder.and([
          builder("state", "=", "running"),
          builder.not(
            builder.exists(
              builder
                .selectFrom("inspection")
                .select("inspection.id")
                .whereRef("inspection.campaign_id", "=", "campaign.id")
                .where(waitedFor),
            ),
          ),
        ]),
      ]),
    )
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Draws that the public was not told of yet, or not that they are void. */
function unannounced(work: Work) {
  return work
    .selectFrom("draw")
    .select("draw.id")
    .where((builder) =>
      builder.or([
        builder.and([builder("draw.state", "=", "committed"), builder("draw.announced_at", "is", null)]),
        builder.and([builder("draw.state", "=", "void"), builder("draw.void_announced_at", "is", null)]),
      ]),
    );
}

export type CampaignQuery = {
  after: string | null;
  limit: number;
  authority?: string | undefined;
  state?: CampaignState | undefined;
  plan?: string | undefined;
};

/** A page of campaigns by id, one row more than asked for. */
export function listCampaigns(work: Work, query: CampaignQuery): Promise<Campaign[]> {
  let rows = work
    .selectFrom("campaign")
    .selectAll()
    .orderBy("id")
    .limit(query.limit + 1);
  if (query.after !== null) rows = rows.where("id", ">", query.after);
  if (query.authority !== undefined) rows = rows.where("authority", "=", query.authority);
  if (query.state !== undefined) rows = rows.where("state", "=", query.state);
  if (query.plan !== undefined) rows = rows.where("plan_id", "=", query.plan);
  return rows.execute();
}
