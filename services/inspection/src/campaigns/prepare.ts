import type { Clock } from "@shuangsui/clock";
import { Problem, type Scheme } from "@shuangsui/contracts";
import { makeSecret, readCommitment } from "@shuangsui/lottery";
import type { Sealer } from "@shuangsui/sealing";
import { systemScope, type Database, type Logger } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import type { CampaignInput } from "@shuangsui/workflows/campaign/contract";
import type { Transaction } from "kysely";
import type { DrawKeys } from "../draws/keys.ts";
import type { RegistrySnapshot } from "../draws/registry-snapshot.ts";
import { profileName, takeSnapshot, type TakenSnapshot } from "../draws/snapshot.ts";
import { codesOf, keysOf, readDraw, rosterOf, snapshotOf, witnessesOf, type Draw } from "../draws/store.ts";
import { needsOf, requireItems } from "../plans/rules.ts";
import { capsOf, requireLocalVenue, venueOf } from "../settings/rules.ts";
import { readSetting } from "../settings/store.ts";
import type { Tables } from "../tables.ts";
import { entryOf } from "./decide.ts";
import { targetsLeftOut, type LeftOutQuery } from "./left-out.ts";
import {
  requireCampaignState,
  requireScheme,
  requireWindowOpen,
  requireWithin,
  requireWitnesses,
} from "./rules.ts";
import { readCampaign, type Campaign } from "./store.ts";

/** What a commitment needs of the outside. */
export type Doors = {
  database: Database<Tables>;
  clock: Clock;
  logger: Logger;
  registry: RegistrySnapshot;
  sealer: Sealer;
};

/** What the draw is made from and for. */
export type Prepared = {
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
/** What a commitment will be made of: the registry's snapshot as it is now, or the void draw's own. @throws Problem where the plan, the scheme or the registry do not allow a draw */
export async function prepare(
  { database, clock, registry, sealer }: Doors,
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
  if (previous !== null) return database.as(authority, (work) => sameAgain(work, sealer, previous, planned));
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
async function sameAgain(
  work: Transaction<Tables>,
  sealer: Sealer,
  drawId: string,
  planned: Planned,
): Promise<Prepared> {
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
      codes: await codesOf(work, sealer, drawId),
      members,
      population: {},
      excluded: draw.excluded,
    },
    leftOut: null,
    keys: { ...(await keysOf(work, sealer, drawId)), secret: makeSecret() },
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

/** What must hold before a snapshot is worth taking. */
export async function checkReady(
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

/** The year of an instant begins at midnight in Asia/Shanghai. */
function startOfYear(at: Date): Date {
  return new Date(`${shanghaiDate(at).slice(0, 4)}-01-01T00:00:00.000+08:00`);
}
