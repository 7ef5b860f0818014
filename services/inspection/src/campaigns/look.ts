import type { Clock } from "@shuangsui/clock";
import { shortened } from "@shuangsui/contracts";
import { engineWait, hasUndecidedBefore, type Database } from "@shuangsui/service-kit";
import { calendar, dueAt } from "@shuangsui/workdays";
import type { CampaignEffect, CampaignInput, CampaignView } from "@shuangsui/workflows/campaign/contract";
import type { Transaction } from "kysely";
import { lockDraw, readDraw, updateDraw, witnessesOf, type Draw, type DrawWitness } from "../draws/store.ts";
import { endOfDay } from "../inspections/progress.ts";
import type { Tables } from "../tables.ts";
import type { Act } from "../act.ts";
import { change, checksOf, lockCampaign, type Campaign } from "./store.ts";

/** Working days after the last check is over by which a draw is revealed. */
const revealWorkdays = 5;
/** Where nothing tells when to look again, a running campaign counts its checks this often, milliseconds. */
const countEveryMs = 24 * 3_600_000;

/** What a campaign waits for, in a word. */
export function waitingFor(campaign: Campaign, draw: Pick<Draw, "announced_at">): string {
  switch (campaign.state) {
    case "draft":
      return "scheme";
    case "scheme":
      return "commit";
    case "committed":
      return draw.announced_at === null ? "announcement" : "witnesses";
    case "void":
      return "redraw";
    case "drawn":
      return "start";
    case "running":
      return "checks";
    case "ended":
      return "reveal";
    case "revealed":
      return "announcement";
    case "closed":
      return "nothing";
    default:
      return campaign.state satisfies never;
  }
}

/** How a campaign stands, as its workflow is told. */
export async function viewOf(
  work: Transaction<Tables>,
  campaign: Campaign,
  now?: Date,
): Promise<CampaignView> {
  const draw = await readDraw(work, campaign.draw_id);
  const witnesses = campaign.state === "committed" ? await witnessesOf(work, draw.id) : [];
  return {
    revision: campaign.view,
    state: campaign.state,
    waitingFor: waitingFor(campaign, draw),
    dueAt: campaign.due_at?.toISOString() ?? null,
    waitMs: null,
    effect: effectOf(campaign, draw, witnesses, now),
    over: campaign.state === "closed",
  };
}

function effectOf(
  campaign: Campaign,
  draw: Draw,
  witnesses: readonly DrawWitness[],
  now: Date | undefined,
): CampaignEffect | null {
  switch (campaign.state) {
    case "committed":
      if (draw.announced_at === null) return "announce";
      return allContributed(witnesses) ? "draw" : null;
    case "void":
      return draw.void_announced_at === null ? "announce-void" : null;
    case "drawn":
      return "start";
    case "ended":
      return campaign.reveal_asked ||
        (now !== undefined && campaign.reveal_due !== null && now >= campaign.reveal_due)
        ? "reveal"
        : null;
    case "revealed":
      return "announce-reveal";
    case "draft":
    case "scheme":
    case "running":
    case "closed":
      return null;
    default:
      return campaign.state satisfies never;
  }
}

/** Whether every witness has revealed. */
export function allContributed(witnesses: readonly DrawWitness[]): boolean {
  return witnesses.length > 0 && witnesses.every((witness) => witness.contribution !== null);
}

/** Writes down what time and the checks have done to the campaign by now, and gives how it stands. */
export async function lookAtCampaign(
  database: Database<Tables>,
  clock: Clock,
  input: CampaignInput,
): Promise<CampaignView> {
  const now = await clock.now();
  const { view, again } = await database.as(input.authority, async (work) => {
    const campaign = await lockCampaign(work, input.id);
    const looked = await moved(work, campaign, now);
    if ("undecidedSince" in looked) return { view: await viewOf(work, campaign, now), again: looked };
    return { view: await viewOf(work, looked, now), again: againAt(looked, now) };
  });
  return { ...view, waitMs: await engineWait(clock, again, now) };
}

/** When to look again by itself, or null where only a command moves it. */
function againAt(campaign: Campaign, now: Date): Date | null {
  if (campaign.state === "committed" || campaign.state === "ended")
    return campaign.due_at !== null && campaign.due_at > now ? campaign.due_at : null;
  if (campaign.state !== "running") return null;
  const windowEnds = endOfDay(campaign.window_to);
  return windowEnds > now ? windowEnds : new Date(now.getTime() + countEveryMs);
}

/** A command that was received in time is undecided still. */
type Undecided = { undecidedSince: Date };

async function moved(
  work: Transaction<Tables>,
  campaign: Campaign,
  now: Date,
): Promise<Campaign | Undecided> {
  const act: Act = { at: now, actor: "system", requestId: null };
  if (campaign.state === "committed") return voided(work, campaign, act);
  if (campaign.state !== "running") return campaign;
  const { open, lastOver } = await checksOf(work, campaign.id);
  if (open > 0) return campaign;
  const last = lastOver ?? now;
  const { due, calendarVersion } = dueAt(calendar, last, revealWorkdays);
  const patch = {
    state: "ended" as const,
    last_check_over_at: last,
    reveal_due: due,
    due_at: due,
    calendar_version: calendarVersion,
  };
  return change(work, campaign, patch, "checks-over", act, { revealDue: due.toISOString() });
}

/** The beacon's time has come: where a witness has not revealed, the draw is void, and nothing else voids it. */
async function voided(
  work: Transaction<Tables>,
  campaign: Campaign,
  act: Act,
): Promise<Campaign | Undecided> {
  const draw = await lockDraw(work, campaign.draw_id);
  const witnesses = await witnessesOf(work, draw.id);
  if (
    draw.reveal_by === null ||
    act.at < draw.reveal_by ||
    (draw.announced_at !== null && allContributed(witnesses))
  )
    return campaign;
  if (await hasUndecidedBefore(work, campaign.id, draw.reveal_by)) return { undecidedSince: draw.reveal_by };
  const missing = witnesses.filter((witness) => witness.contribution === null).map((witness) => witness.name);
  const cause =
    draw.announced_at === null ? "承诺未能在揭示期限前公开" : `见证人未在期限前揭示：${missing.join("、")}`;
  await updateDraw(work, draw.id, { state: "void", void_cause: shortened(cause, 500), voided_at: act.at });
  return change(work, campaign, { state: "void", due_at: null }, "voided", act, {
    drawId: draw.id,
    missing: missing.length,
  });
}
