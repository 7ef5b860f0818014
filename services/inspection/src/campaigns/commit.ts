import type { Clock } from "@shuangsui/clock";
import { Problem, type Scheme } from "@shuangsui/contracts";
import { H, makeSecret, readCommitment } from "@shuangsui/lottery";
import {
  decideCommand,
  seeingAll,
  ServiceUnavailable,
  systemScope,
  type Command,
  type Database,
  type Logger,
} from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import type { CampaignInput, CampaignView } from "@shuangsui/workflows/campaign/contract";
import type { Transaction } from "kysely";
import { commitmentOf } from "../draws/commit.ts";
import { sealCodes, sealKeys, type DrawKeys } from "../draws/keys.ts";
import type { RegistrySnapshot } from "../draws/registry-snapshot.ts";
import { profileName, takeSnapshot, type TakenSnapshot } from "../draws/snapshot.ts";
import {
  codesOf,
  keysOf,
  lockDraw,
  putSnapshot,
  readDraw,
  rosterOf,
  snapshotOf,
  updateDraw,
  witnessesOf,
  type Draw,
} from "../draws/store.ts";
import { requireItems, needsOf } from "../plans/rules.ts";
import { lockPlan, revisionOf } from "../plans/store.ts";
import { capsOf, requireLocalVenue, venueOf } from "../settings/rules.ts";
import { readSetting } from "../settings/store.ts";
import type { Tables } from "../tables.ts";
import { decideUntilCommitment, entryOf } from "./decide.ts";
import { lockCommitments, requireNoOverlap, targetsLeftOut, type LeftOutQuery } from "./left-out.ts";
import {
  requireCampaignState,
  requireDrawLeft,
  requireKept,
  requireScheme,
  requireWindowOpen,
  requireWithin,
  requireWitnesses,
} from "./rules.ts";
import { actOf, type Act } from "../act.ts";
import { change, drawsOf, lockCampaign, readCampaign, type Campaign } from "./store.ts";

type Doors = { database: Database<Tables>; clock: Clock; logger: Logger; registry: RegistrySnapshot };

/** What the draw is made from and for. */
type Prepared = {
  snapshot: TakenSnapshot;
  /** What the snapshot was taken without; null where it is a void draw's own. */
  leftOut: LeftOutQuery | null;
  keys: DrawKeys;
  profile: { name: string; officers: number; types: readonly string[]; specialties: readonly string[] };
  strata: Strata;
  planned: Planned;
};
/** What the plan has of it: the entry in force, or what a void draw was made of. */
type Planned = {
  targetKind: Campaign["target_kind"];
  itemCodes: readonly string[];
  planRevision: number;
  planVersion: string;
};
type Strata = { name: string; population: number; ratio: string; alternates: number }[];
/** The same, or the refusal that came up before the transaction. */
type Ready = Prepared | { refusal: Problem };

/** Decides a command and those received before it, in their order, commitments among them. */
export async function decideWithCommitments(
  doors: Doors,
  input: CampaignInput,
  commandId: string,
): Promise<CampaignView> {
  for (;;) {
    const { view, commit: commitId } = await decideUntilCommitment(doors, input, commandId);
    if (commitId === null) return view;
    await decideCommit(doors, input, commitId);
  }
}

/**
 * Decides the command `commit`: takes the registry's snapshot, or the void draw's own, and commits to it with a new
 * secret. From here on the authority can choose nothing.
 */
async function decideCommit(doors: Doors, input: CampaignInput, commandId: string): Promise<void> {
  const { database, clock } = doors;
  const ready = await prepare(doors, input).catch((error: unknown): Ready => {
    if (error instanceof Problem && error.code !== "unavailable" && error.code !== "internal")
      return { refusal: error };
    throw error;
  });
  const now = await clock.now();
  await database.as(input.authority, async (work) => {
    const campaign = await lockCampaign(work, input.id);
    const act = async (command: Command): Promise<void> => {
      if ("refusal" in ready) throw ready.refusal;
      await commit(work, campaign, command, ready, now);
    };
    await decideCommand(work, commandId, now, act, doors.logger);
  });
}

/** What must hold before a snapshot is worth taking. */
async function checkReady(
  work: Transaction<Tables>,
  campaign: Campaign,
  today: string,
): Promise<{ draw: Draw; scheme: Scheme }> {
  if (campaign.state === "draft") requireScheme(campaign.scheme);
  requireCampaignState(campaign.state, "scheme");
  const scheme = requireScheme(campaign.scheme);
  requireWindowOpen(scheme.window, today);
  requireLocalVenue(venueOf(await readSetting(work, campaign.authority, "draw-venue")));
  requireWitnesses(await witnessesOf(work, campaign.draw_id));
  return { draw: await readDraw(work, campaign.draw_id), scheme };
}

async function prepare(
  { database, clock, registry }: Doors,
  { id, authority }: CampaignInput,
): Promise<Prepared> {
  const now = await clock.now();
  const { campaign, draw, entry, frequency } = await database.as(authority, async (work) => {
    const row = await readCampaign(work, id);
    const inForce = await entryOf(work, row);
    const { draw: open, scheme } = await checkReady(work, row, shanghaiDate(now));
    requireWithin(scheme.window, inForce.window);
    return {
      campaign: row,
      draw: open,
      entry: inForce,
      frequency: capsOf(authority, await readSetting(work, authority, "caps")).frequency,
    };
  });
  const { previous_draw: previous } = draw;
  const planned: Planned =
    previous === null
      ? {
          targetKind: entry.scope.targetKind,
          itemCodes: entry.items,
          planRevision: entry.planRevision,
          planVersion: entry.planVersion,
        }
      : {
          targetKind: campaign.target_kind,
          itemCodes: campaign.item_codes,
          planRevision: campaign.plan_revision,
          planVersion: campaign.plan_version,
        };
  const { targetKind, itemCodes } = planned;
  const items = requireItems(itemCodes, await registry.items(authority, itemCodes), targetKind);
  if (previous !== null) return database.as(authority, (work) => sameAgain(work, previous, planned));
  const query: LeftOutQuery = {
    kind: targetKind,
    authority,
    yearBegan: startOfYear(now),
    frequency,
    liftInspected: entry.liftInspected !== undefined,
  };
  const leftOut = await database.as(systemScope, (work) => targetsLeftOut(work, query));
  const keys = { secret: makeSecret(), saltKey: makeSecret(), rosterKey: makeSecret() };
  const snapshot = await takeSnapshot(registry, authority, entry.scope, leftOut, keys);
  const strata = (["A", "B", "C", "D"] as const).map((name) => ({
    name,
    population: snapshot.population[name] ?? 0,
    ratio: entry.ratios[name],
    alternates: entry.alternates,
  }));
  return {
    snapshot,
    leftOut: query,
    keys,
    profile: { name: profileName, ...needsOf(entry, items) },
    strata,
    planned,
  };
}

/** A draw that is repeated is made from the void one's snapshot, with a new secret. */
async function sameAgain(work: Transaction<Tables>, drawId: string, planned: Planned): Promise<Prepared> {
  const draw = await readDraw(work, drawId);
  const files = await snapshotOf(work, drawId);
  if (files === undefined || draw.commitment === null) throw new Problem("internal");
  const { strata, profiles } = readCommitment(draw.commitment);
  const [profile] = profiles;
  if (profile === undefined) throw new Problem("internal");
  const members = [...(await rosterOf(work, drawId))].map(([number, member]) => ({ number, ...member }));
  const { targets, roster, exclusions } = files;
  return {
    snapshot: {
      targets,
      roster,
      exclusions,
      codes: await codesOf(work, drawId),
      members,
      population: {},
      excluded: draw.excluded,
    },
    leftOut: null,
    keys: { ...(await keysOf(work, drawId)), secret: makeSecret() },
    profile,
    strata: strata.map(({ name, population, ratio, alternates }) => ({
      name,
      population,
      ratio,
      alternates,
    })),
    planned,
  };
}

async function commit(
  work: Transaction<Tables>,
  campaign: Campaign,
  command: Command,
  ready: Prepared,
  now: Date,
): Promise<void> {
  const { draw, scheme } = await checkReady(work, campaign, shanghaiDate(now));
  await lockDraw(work, draw.id);
  const { snapshot, keys, profile, strata, planned } = ready;
  await lockCommitments(work, planned.targetKind);
  if (draw.previous_draw === null) await requireDrawable(work, campaign);
  // Other authorities' draws count, too: what they have committed to, and whom they inspect.
  await seeingAll(work, campaign.authority, async () => {
    await requireNoOverlap(work, campaign.id, planned.targetKind, snapshot.codes);
    await requireFresh(work, campaign, ready);
  });
  const { targets, roster, exclusions } = snapshot;
  const revealBy = new Date(now.getTime() + scheme.beacon.revealWithinHours * 3_600_000);
  const witnesses = await witnessesOf(work, draw.id);
  const commitment = commitmentOf({
    drawId: draw.id,
    campaignId: campaign.id,
    planVersion: planned.planVersion,
    authority: campaign.authority,
    createdAt: now,
    files: { targets, roster, exclusions },
    strata,
    profile,
    secret: keys.secret,
    beacon: {
      kind: "witness",
      witnesses: witnesses.map(({ name, hash }) => ({ name, hash })),
      revealBy: revealBy.toISOString(),
    },
    previousDraw: draw.previous_draw,
  });
  const owner = { draw_id: draw.id, authority: draw.authority };
  await putSnapshot(work, {
    snapshot: { ...owner, targets, roster, exclusions },
    secret: {
      ...owner,
      secret_hash: H(keys.secret),
      keys: sealKeys(draw.id, keys),
      codes: sealCodes(draw.id, snapshot.codes),
    },
    roster: snapshot.members.map(({ number, kind, inspectorId }) => ({
      ...owner,
      number,
      kind,
      inspector_id: inspectorId,
    })),
  });
  await updateDraw(work, draw.id, {
    state: "committed",
    commitment,
    committed_at: now,
    reveal_by: revealBy,
    excluded: JSON.stringify(snapshot.excluded),
  });
  const act: Act = { ...actOf(command), at: now };
  const facts = {
    drawId: draw.id,
    targets: snapshot.codes.length,
    inspectors: snapshot.members.length,
    revealBy: revealBy.toISOString(),
  };
  await change(
    work,
    campaign,
    {
      state: "committed",
      due_at: revealBy,
      target_kind: planned.targetKind,
      item_codes: JSON.stringify(planned.itemCodes),
      plan_revision: planned.planRevision,
      plan_version: planned.planVersion,
    },
    "committed",
    act,
    facts,
  );
}

/** Article 20: the entry has a draw left, by the plan in force and by an adjustment of it that is not public yet. */
async function requireDrawable(work: Transaction<Tables>, campaign: Campaign): Promise<void> {
  const plan = await lockPlan(work, campaign.plan_id);
  const entry = await entryOf(work, campaign);
  const draws = await drawsOf(work, plan.id, entry.id);
  requireDrawLeft(draws, entry.frequency);
  if (plan.state !== "adjusting") return;
  const { entries } = await revisionOf(work, plan.id, plan.revision);
  requireKept(
    entry,
    entries.find((one) => one.id === entry.id),
    draws,
  );
}

/**
 * Another plan in force, or a target drawn elsewhere, since the snapshot was taken makes it stale: it is taken again.
 * @throws ServiceUnavailable
 */
async function requireFresh(
  work: Transaction<Tables>,
  campaign: Campaign,
  { snapshot, leftOut, planned }: Prepared,
): Promise<void> {
  if (leftOut === null) return;
  const { planVersion } = await entryOf(work, campaign);
  const now = await targetsLeftOut(work, leftOut);
  if (planVersion !== planned.planVersion || snapshot.codes.some((code) => now.has(code)))
    throw new ServiceUnavailable("the snapshot is stale");
}

/** The year of an instant begins at midnight in Asia/Shanghai. */
function startOfYear(at: Date): Date {
  return new Date(`${shanghaiDate(at).slice(0, 4)}-01-01T00:00:00.000+08:00`);
}
