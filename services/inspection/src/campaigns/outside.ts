import type { Clock } from "@shuangsui/clock";
import { Problem } from "@shuangsui/contracts";
import {
  applyLines,
  checkEnd,
  draw as drawLots,
  openState,
  readResult,
  readTargets,
  seedOf,
  writeReveal,
  writeTeams,
  type DrawnLine,
} from "@shuangsui/lottery";
import type { Sealer } from "@shuangsui/sealing";
import { ServiceUnavailable, type Database } from "@shuangsui/service-kit";
import type { CampaignEffect, CampaignInput, CampaignView } from "@shuangsui/workflows/campaign/contract";
import type { Transaction } from "kysely";
import type { DrawAnnouncement, DrawAnnouncer } from "../draws/announcer.ts";
import { profileName } from "../draws/snapshot.ts";
import {
  beaconOf,
  codesOf,
  keysOf,
  loadDraw,
  lockDraw,
  putPlaces,
  readDraw,
  rosterOf,
  snapshotOf,
  updateDraw,
  witnessesOf,
  type Draw,
} from "../draws/store.ts";
import { createInspections, type DrawnInspection } from "../inspections/creation.ts";
import { idOf } from "../inspections/names.ts";
import type { Tables } from "../tables.ts";
import { allContributed, viewOf } from "./look.ts";
import { committedStatistics, revealedStatistics } from "./statistics.ts";
import type { Act } from "../act.ts";
import {
  change,
  inspectionsToStart,
  lockCampaign,
  markStarted,
  readCampaign,
  type Campaign,
} from "./store.ts";

export type CampaignOutside = {
  database: Database<Tables>;
  clock: Clock;
  disclosure: DrawAnnouncer;
  sealer: Sealer;
};
type Announcing = { disclosure: DrawAnnouncer; campaign: Campaign; draw: Draw; database: Database<Tables> };

/**
 * Does one thing that the campaign's state asks for, once, and gives how it stands then. What is no longer asked for,
 * since meanwhile the draw became void or another took its place, is neither done nor written down.
 */
export async function performForCampaign(
  { database, clock, disclosure, sealer }: CampaignOutside,
  input: CampaignInput,
  effect: CampaignEffect,
): Promise<CampaignView> {
  const asked = await database.as(input.authority, async (work) => {
    const campaign = await readCampaign(work, input.id);
    const view = await viewOf(work, campaign, await clock.now());
    return { campaign, view, draw: await readDraw(work, campaign.draw_id) };
  });
  if (asked.view.effect !== effect) return asked.view;
  await announcements[effect]?.({ disclosure, database, ...asked }).catch(insist);
  const now = await clock.now();
  return database.as(input.authority, async (work) => {
    const campaign = await lockCampaign(work, input.id);
    const view = await viewOf(work, campaign, now);
    if (view.effect !== effect || campaign.draw_id !== asked.draw.id) return view;
    await done[effect](work, campaign, { at: now, actor: "system", requestId: null }, sealer);
    return viewOf(work, await readCampaign(work, input.id), now);
  });
}

/** A draw goes on only when it is public: what disclosure refuses is tried again until it is taken. */
function insist(error: unknown): never {
  throw error instanceof Problem ? new ServiceUnavailable(error.code) : error;
}

const announcements: Partial<Record<CampaignEffect, (announcing: Announcing) => Promise<void>>> = {
  async announce({ disclosure, campaign, draw }) {
    await disclosure.announceDraw(draw.id, announcementOf(campaign, draw, "committed"));
    await disclosure.putDrawFile(campaign.authority, draw.id, "commitment.json", draw.commitment ?? "");
  },
  async "announce-void"({ disclosure, campaign, draw }) {
    await disclosure.announceDraw(draw.id, announcementOf(campaign, draw, "void"));
    await disclosure.putDrawFile(campaign.authority, draw.id, "commitment.json", draw.commitment ?? "");
  },
  async "announce-reveal"({ disclosure, campaign, draw, database }) {
    const snapshot = await database.as(campaign.authority, (work) => snapshotOf(work, draw.id));
    const texts = [
      ["commitment.json", draw.commitment],
      ["targets.csv", snapshot?.targets],
      ["roster.ndjson", snapshot?.roster],
      ["exclusions.csv", snapshot?.exclusions],
      ["reveal.json", draw.reveal],
      ["result.ndjson", draw.result],
      ["recusals.ndjson", draw.recusals],
      ["teams.ndjson", draw.teams],
    ] as const;
    for (const [file, text] of texts)
      await disclosure.putDrawFile(campaign.authority, draw.id, file, text ?? "");
    await disclosure.announceDraw(draw.id, announcementOf(campaign, draw, "revealed"));
  },
};

function announcementOf(campaign: Campaign, draw: Draw, state: DrawAnnouncement["state"]): DrawAnnouncement {
  return {
    authority: campaign.authority,
    campaignId: campaign.id,
    title: campaign.title,
    state,
    cause: state === "void" ? draw.void_cause : null,
    previousDraw: draw.previous_draw,
    statistics: state === "revealed" ? campaign.statistics : committedStatistics(draw),
  };
}

const done: Record<
  CampaignEffect,
  (work: Transaction<Tables>, campaign: Campaign, act: Act, sealer: Sealer) => Promise<unknown>
> = {
  async announce(work, campaign, act) {
    await updateDraw(work, campaign.draw_id, { announced_at: act.at });
    await change(work, campaign, {}, "announced", act, { drawId: campaign.draw_id });
  },
  async "announce-void"(work, campaign, act) {
    await updateDraw(work, campaign.draw_id, { void_announced_at: act.at });
    await change(work, campaign, {}, "void-announced", act, { drawId: campaign.draw_id });
  },
  async "announce-reveal"(work, campaign, act) {
    await updateDraw(work, campaign.draw_id, { reveal_announced_at: act.at });
    await change(work, campaign, { state: "closed" }, "closed", act, { drawId: campaign.draw_id });
  },
  draw: drawAndDeal,
  reveal,
  // The workflow starts the inspections itself, and says when all were.
  start: async () => undefined,
};

/** Articles 21, 23: draws the targets and deals the inspectors, by `docs/lottery.md`, and makes the inspections, all at once. */
async function drawAndDeal(
  work: Transaction<Tables>,
  campaign: Campaign,
  act: Act,
  sealer: Sealer,
): Promise<void> {
  const draw = await lockDraw(work, campaign.draw_id);
  const snapshot = await snapshotOf(work, draw.id);
  const witnesses = await witnessesOf(work, draw.id);
  if (
    campaign.state !== "committed" ||
    draw.commitment === null ||
    snapshot === undefined ||
    !allContributed(witnesses)
  )
    return;
  const { secret } = await keysOf(work, sealer, draw.id);
  const { targets, roster, exclusions } = snapshot;
  const seed = seedOf(draw.commitment, secret, beaconOf(draw, witnesses).value);
  const drawn = drawLots({ commitment: draw.commitment, targets, roster, exclusions, seed });
  const codes = await codesAt(work, sealer, draw.id, targets, new Set(drawn.lines.map((line) => line.id)));
  const places = drawn.lines.map(({ id, stratum }) => ({
    draw_id: draw.id,
    authority: draw.authority,
    opaque_id: id,
    target_code: codes.get(id) ?? "",
    stratum,
  }));
  await putPlaces(work, places);
  const selected = drawn.lines.filter((line): line is DrawnLine => "rank" in line);
  const [profile] = drawn.state.profiles;
  const people = await rosterOf(work, draw.id);
  const member = (kind: "officer" | "expert") => (number: number, index: number) => ({
    number,
    inspectorId: people.get(number)?.inspectorId ?? "",
    kind,
    position: index + 1,
  });
  const inspections = selected.map((line): DrawnInspection => ({
    id: idOf(draw.id, line.id),
    authority: campaign.authority,
    campaignId: campaign.id,
    drawId: draw.id,
    opaqueId: line.id,
    targetCode: codes.get(line.id) ?? "",
    targetKind: campaign.target_kind,
    riskClass: line.stratum,
    profile: profile?.name ?? profileName,
    officersNeeded: profile?.officers ?? 2,
    itemCodes: campaign.item_codes,
    rank: line.rank,
    members: [...line.officers.map(member("officer")), ...line.experts.map(member("expert"))],
    windowFrom: campaign.window_from,
    windowTo: campaign.window_to,
  }));
  await createInspections(work, inspections, act.at);
  await updateDraw(work, draw.id, { state: "drawn", result: drawn.text, drawn_at: act.at });
  await change(work, campaign, { state: "drawn", due_at: null }, "drawn", act, {
    drawId: draw.id,
    inspections: inspections.length,
  });
}

async function codesAt(
  work: Transaction<Tables>,
  sealer: Sealer,
  drawId: string,
  targets: string,
  wanted: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const codes = await codesOf(work, sealer, drawId);
  return new Map(
    readTargets(targets).flatMap(({ id }, line) =>
      wanted.has(id) ? [[id, codes[line] ?? ""] as const] : [],
    ),
  );
}

/** Makes the files of the reveal: the secret, the beacon, every change and the teams after them. */
async function reveal(
  work: Transaction<Tables>,
  campaign: Campaign,
  act: Act,
  sealer: Sealer,
): Promise<void> {
  if (campaign.state !== "ended") return;
  const loaded = await loadDraw(work, sealer, campaign.draw_id, { lock: true });
  const draw = await readDraw(work, campaign.draw_id);
  const state = applyLines(openState(loaded), loaded.lines);
  checkEnd(state);
  const recusals = loaded.lines.map((line) => `${line}\n`).join("");
  const teams = writeTeams(state.teams);
  const { secret } = await keysOf(work, sealer, draw.id);
  const beacon = beaconOf(draw, await witnessesOf(work, draw.id));
  const text = writeReveal({ drawId: draw.id, secret, beacon, result: loaded.result, recusals, teams });
  await updateDraw(work, draw.id, { state: "revealed", recusals, teams, reveal: text, revealed_at: act.at });
  const statistics = await revealedStatistics(work, campaign, draw, loaded.lines.length);
  const late = campaign.reveal_due !== null && act.at >= campaign.reveal_due && !campaign.reveal_asked;
  await change(
    work,
    campaign,
    { state: "revealed", statistics: JSON.stringify(statistics), due_at: null },
    "revealed",
    act,
    {
      drawId: draw.id,
      byItself: late,
      drawn: readResult(loaded.result).filter((line) => "rank" in line).length,
    },
  );
}

/**
 * Writes down whose workflows were started, and gives the ids of at most `limit` inspections that wait for theirs.
 * Where none is left, the campaign is running.
 */
export async function startCampaign(
  { database, clock }: Pick<CampaignOutside, "database" | "clock">,
  input: CampaignInput,
  started: readonly string[],
  limit: number,
): Promise<string[]> {
  const now = await clock.now();
  return database.as(input.authority, async (work) => {
    const campaign = await lockCampaign(work, input.id);
    await markStarted(work, started, now);
    const ids = await inspectionsToStart(work, campaign.id, Math.max(1, limit));
    if (ids.length === 0 && campaign.state === "drawn")
      await change(work, campaign, { state: "running" }, "running", {
        at: now,
        actor: "system",
        requestId: null,
      });
    return ids.slice(0, limit);
  });
}
