import {
  calendarsOf,
  dueIn,
  recordDecision,
  type Act,
  type FindBehind,
  type FindDue,
  type NewEvent,
} from "@shuangsui/service-kit";
import { sql } from "kysely";
import {
  insertDraw,
  putContribution,
  putPlaces,
  putSnapshot,
  putWitness,
  readDraw,
  removeWitness,
  updateDraw,
  witnessesOf,
} from "../draws/store.ts";
import { createInspections } from "../inspections/after-draw.ts";
import { checksOf, openChecks } from "../inspections/of-campaign.ts";
import { lockPlanOf } from "../plans/in-force.ts";
import type { Work } from "../tables.ts";
import {
  campaignLifecycle,
  withDecision,
  type Campaign,
  type CampaignDecision,
  type CampaignPatch,
  type CampaignRow,
} from "./lifecycle.ts";

/** The matter's type in commands, events and the outbox. */
export const campaignType = "campaign";

/** The campaign's row alone, or undefined where the scope sees none. */
export function findRow(work: Work, id: string): Promise<CampaignRow | undefined> {
  return work.selectFrom("campaign").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The campaign, or undefined where the scope sees none. */
export async function find(work: Work, id: string): Promise<Campaign | undefined> {
  const row = await findRow(work, id);
  return row === undefined ? undefined : withDraw(work, row);
}

/**
 * The campaign, locked for change, and for a commitment its plan after it; undefined where the scope may not change it. The
 * draw needs no lock of its own: only its campaign changes it, and the reveal takes one against its changes.
 */
export async function lock(
  work: Work,
  id: string,
  commands: readonly string[],
): Promise<Campaign | undefined> {
  const row = await work
    .selectFrom("campaign")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (commands.includes("commit")) await lockPlanOf(work, row.plan_id);
  return withDraw(work, row);
}

async function withDraw(work: Work, row: CampaignRow): Promise<Campaign> {
  const [calendars, draw, witnesses, checks] = await Promise.all([
    calendarsOf(work, row.authority),
    readDraw(work, row.draw_id),
    witnessesOf(work, row.draw_id),
    checksIn(work, row),
  ]);
  return { ...row, calendars, draw, witnesses, checks };
}

/** How far the checks of a running campaign are; null of another. */
async function checksIn(work: Work, { id, state }: CampaignRow): Promise<Campaign["checks"]> {
  if (state !== "running") return null;
  if ((await openChecks(work, id).limit(1).executeTakeFirst()) !== undefined)
    return { open: true, lastOver: null };
  const { lastOver } = await checksOf(work, id);
  return { open: false, lastOver };
}

/** Writes a decision, and gives the campaign as it is then. */
export async function write(
  work: Work,
  campaign: Campaign,
  decision: CampaignDecision,
  act: Act,
): Promise<Campaign> {
  const after = withDecision(campaign, decision, act.at);
  await work
    .updateTable("campaign")
    .set({
      ...columnsOf(decision.patch),
      lock_version: after.lock_version,
      look_at: campaignLifecycle.nextAt(after),
      updated_at: after.updated_at,
    })
    .where("id", "=", campaign.id)
    .execute();
  await writeDraw(work, campaign, decision, act);
  await recordDecision(work, campaignType, after, decision, act);
  return after.state === "running" && after.checks === null
    ? { ...after, checks: await checksIn(work, after) }
    : after;
}

/** What a decision changes of a campaign's draw, in the order in which one needs the other. */
async function writeDraw(
  work: Work,
  { draw: { id: drawId } }: Campaign,
  decision: CampaignDecision,
  { at }: Act,
): Promise<void> {
  const { draw, newDraw, witness, withdrawn, contribution, snapshot, places, inspections } = decision;
  if (draw !== undefined) await updateDraw(work, drawId, draw);
  if (newDraw !== undefined) await insertDraw(work, newDraw);
  if (witness !== undefined) await putWitness(work, witness);
  if (withdrawn !== undefined) await removeWitness(work, drawId, withdrawn);
  if (contribution !== undefined)
    await putContribution(work, drawId, contribution.name, contribution.contribution, at);
  if (snapshot !== undefined) await putSnapshot(work, snapshot);
  if (places !== undefined) await putPlaces(work, places);
  if (inspections !== undefined) await createInspections(work, inspections, at);
}

/** A patch as the columns have it: what is JSON as text. */
function columnsOf({ scheme, item_codes: itemCodes, statistics, ...columns }: CampaignPatch) {
  return {
    ...columns,
    ...(scheme === undefined ? {} : { scheme: JSON.stringify(scheme) }),
    ...(itemCodes === undefined ? {} : { item_codes: JSON.stringify(itemCodes) }),
    ...(statistics === undefined ? {} : { statistics: JSON.stringify(statistics) }),
  };
}

/** A campaign as its trigger makes it. */
export type NewCampaign = Pick<
  CampaignRow,
  | "id"
  | "authority"
  | "plan_id"
  | "entry_id"
  | "plan_revision"
  | "plan_version"
  | "title"
  | "target_kind"
  | "item_codes"
  | "kind"
  | "window_from"
  | "window_to"
>;

/** Keeps a new campaign with the draw to which witnesses bind themselves, and the events of it. */
export async function insertCampaign(
  work: Work,
  campaign: NewCampaign,
  draw: Parameters<typeof insertDraw>[1],
  reviews: readonly NewEvent[],
  act: Act,
): Promise<void> {
  const { id, authority, plan_id: planId, entry_id: entryId } = campaign;
  await work
    .insertInto("campaign")
    .values({
      ...campaign,
      item_codes: JSON.stringify(campaign.item_codes),
      state: "draft",
      draw_id: draw.id,
      last_check_over_at: null,
      reveal_due: null,
      reveal_owed_at: null,
      cancelled_at: null,
      calendar_version: null,
      due_at: null,
      look_at: null,
      created_at: act.at,
      updated_at: act.at,
    })
    .execute();
  await insertDraw(work, draw);
  const facts = { planId, entryId, drawId: draw.id };
  const triggered = { patch: {}, events: [{ type: "triggered", facts }, ...reviews] };
  await recordDecision(
    work,
    campaignType,
    { id, authority, state: "draft", lock_version: 1 },
    triggered,
    act,
  );
}

const dueCampaigns = dueIn<Work>("campaign");

/**
 * Campaigns that time should have moved by `now`, and those that run without a check that they wait for: so each is told
 * that its checks are over once, when the last one is.
 */
export const campaignsDue: FindDue<Work> = async (work, now, limit) => {
  const due = await dueCampaigns(work, now, limit);
  const over = await work
    .selectFrom("campaign")
    .select(["id", "authority", "updated_at as since"])
    .where("state", "=", "running")
    .where(({ not, exists }) => not(exists(openChecks(work, sql.ref("campaign.id")))))
    .orderBy("id")
    .limit(limit - due.length)
    .execute();
  return [...due, ...over];
};

/** An authority's campaigns whose reveal was reckoned by an older calendar, for the mover. */
export const campaignsBehind: FindBehind<Work> = async (work, { authority, version, after, limit }) => {
  const rows = await work
    .selectFrom("campaign")
    .select("id")
    .where("authority", "=", authority)
    .where("state", "=", "ended")
    .where("reveal_owed_at", "is", null)
    .where("calendar_version", "<", version)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
};
