import type { Clock } from "@shuangsui/clock";
import { Problem, type MatterInput, type VisitCap } from "@shuangsui/contracts";
import { excludedIds, makeSecret, readCommitment } from "@shuangsui/lottery";
import { openTargets } from "@shuangsui/lottery/lanes";
import { systemScope, type ScopedDatabase } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import { setImmediate as others } from "node:timers/promises";
import { partIdOf, sealCodes, sealKeys, type DrawKeys } from "../draws/keys.ts";
import type { Sealer } from "@shuangsui/sealing";
import { profileName, takeSnapshot, type TakenSnapshot } from "../draws/snapshot.ts";
import { keysOf, listOf, readDraw, rosterOf, snapshotOf } from "../draws/store.ts";
import type { TargetList } from "../draws/target-list.ts";
import { countsTowards, learnMerges, yearOf } from "../inspections/of-campaign.ts";
import { needsOf, requireItems } from "../items/rules.ts";
import type { RegistrySnapshot } from "../neighbours/registry.ts";
import { entryInForce, kindOfEntry, scopeOf, type EntryInForce } from "../plans/in-force.ts";
import { capsInForce, venueInForce, visitCapInForce } from "../settings/of-authority.ts";
import type { Work } from "../tables.ts";
import { targetsLeftOut, type LeftOutQuery } from "./left-out.ts";
import type { Campaign } from "./lifecycle.ts";
import { showingProgress, type OnProgress } from "./progress.ts";
import { requireReady, requireWithin } from "./rules.ts";
import { find } from "./store.ts";

/** What a commitment is prepared with. */
export type CommitSources = {
  database: ScopedDatabase<Work>;
  clock: Clock;
  registry: RegistrySnapshot;
  sealer: Sealer;
};

/** What is known before a commitment is decided. */
export type Prepared = {
  /** When it was ready: the commitment's own time. */
  at: Date;
  snapshot: TakenSnapshot;
  /** What the snapshot was taken without; null where it is a void draw's own. */
  leftOut: LeftOutQuery | null;
  keys: DrawKeys;
  /** The keys, and the codes of each part of the targets, as they lie in the database. */
  sealed: { keys: Buffer; codes: readonly Buffer[] };
  /** Opens the codes of the draws that this one may not overlap with. */
  sealer: Sealer;
  profile: { name: string; officers: number; types: readonly string[]; specialties: readonly string[] };
  strata: { name: string; population: number; ratio: string; alternates: number }[];
  planned: Planned;
};

/** What the plan says of the draw, by its entry in force; of a draw that is repeated, what the void one was made by. */
type Planned = {
  targetKind: Campaign["target_kind"];
  itemCodes: readonly string[];
  kind: Campaign["kind"];
  planRevision: number;
  planVersion: string;
};

type Taken = Pick<Prepared, "snapshot" | "leftOut" | "keys" | "profile" | "strata">;

/**
 * What a commitment will be made of: the registry's snapshot as it is now, or the void draw's own.
 * @throws Problem where the plan, the scheme or the registry do not allow a draw
 */
export async function prepareCommit(
  { database, clock, registry, sealer }: CommitSources,
  { id, authority }: MatterInput,
): Promise<Prepared> {
  const began = await clock.now();
  const { campaign, window, entry, limits } = await database.as(authority, async (work) => {
    const row = await find(work, id);
    if (row === undefined) throw new Problem("not-found");
    const inForce = await entryInForce(work, row.plan_id, row.entry_id);
    const venue = await venueInForce(work, authority);
    const scheme = requireReady(row, venue, shanghaiDate(began));
    requireWithin(scheme.window, inForce.window);
    const { frequency } = await capsInForce(work, authority);
    const visitCap = await visitCapInForce(work, authority);
    return { campaign: row, window: scheme.window, entry: inForce, limits: { frequency, visitCap } };
  });
  const { id: drawId, previous_draw: previous } = campaign.draw;
  const planned = previous === null ? plannedBy(entry) : plannedBefore(campaign);
  const items = requireItems(
    planned.itemCodes,
    await registry.items(authority, planned.itemCodes),
    planned.targetKind,
  );
  const taken =
    previous === null
      ? await showingProgress(database, campaign, "reading", (onProgress) =>
          takeAnew(
            { database, registry },
            campaign,
            window,
            entry,
            needsOf(entry, items),
            began,
            limits,
            onProgress,
          ),
        )
      : await database.as(authority, (work) => takeAgain(work, sealer, previous));
  const sealed = {
    keys: sealKeys(sealer, drawId, taken.keys),
    codes: await sealedCodes(sealer, drawId, taken.snapshot.targets),
  };
  return { ...taken, sealed, sealer, planned, at: await clock.now() };
}

async function sealedCodes(sealer: Sealer, drawId: string, { parts }: TargetList): Promise<Buffer[]> {
  const sealed: Buffer[] = [];
  for (const [part, { codes }] of parts.entries()) {
    sealed.push(sealCodes(sealer, partIdOf(drawId, part), codes));
    await others();
  }
  return sealed;
}

function plannedBy(entry: EntryInForce): Planned {
  return {
    targetKind: entry.scope.targetKind,
    itemCodes: entry.items,
    kind: kindOfEntry(entry),
    planRevision: entry.planRevision,
    planVersion: entry.planVersion,
  };
}

function plannedBefore(campaign: Campaign): Planned {
  return {
    targetKind: campaign.target_kind,
    itemCodes: campaign.item_codes,
    kind: campaign.kind,
    planRevision: campaign.plan_revision,
    planVersion: campaign.plan_version,
  };
}

/** The registry as it is now, without those who are left out (articles 5, 15, 20), under new keys. */
async function takeAnew(
  { database, registry }: Pick<CommitSources, "database" | "registry">,
  { authority }: Campaign,
  window: { from: string; to: string },
  entry: EntryInForce,
  needs: ReturnType<typeof needsOf>,
  now: Date,
  { frequency, visitCap }: { frequency: number; visitCap: VisitCap },
  onProgress: OnProgress,
): Promise<Taken> {
  const query: LeftOutQuery = {
    kind: entry.scope.targetKind,
    authority,
    year: yearOf(now),
    frequency,
    liftInspected: entry.liftInspected !== undefined,
    visitCap: countsTowards(visitCap, { origin: "draw", kind: plannedBy(entry).kind }) ? visitCap : null,
  };
  // What was merged a moment ago is one target already.
  await learnMerges(database, registry);
  const leftOut = await database.as(systemScope, (work) => targetsLeftOut(work, query));
  const keys = { secret: makeSecret(), saltKey: makeSecret(), rosterKey: makeSecret() };
  const scope = scopeOf(entry);
  const snapshot = await takeSnapshot(
    registry,
    authority,
    { scope, window: { from: window.from, until: window.to } },
    leftOut,
    keys,
    countedBeside(() => registry.countTargets(authority, scope), onProgress),
  );
  const strata = (["A", "B", "C", "D"] as const).map((name) => ({
    name,
    population: snapshot.population[name] ?? 0,
    ratio: entry.ratios[name],
    alternates: entry.alternates,
  }));
  return { snapshot, leftOut: query, keys, profile: { name: profileName, ...needs }, strata };
}

/** Tells how many are read, and of how many: a small registry is read before it would be counted, one that is not counted all the same. */
function countedBeside(count: () => Promise<number>, onProgress: OnProgress): (read: number) => void {
  let last = 0;
  let total: number | null = null;
  let counting: Promise<void> | undefined;
  return (read) => {
    last = read;
    counting ??= count().then(
      (counted) => {
        total = counted;
        onProgress(last, total);
      },
      () => undefined,
    );
    onProgress(last, total);
  };
}

/** A draw that is repeated is made from the void one's snapshot, with a new secret. */
async function takeAgain(work: Work, sealer: Sealer, drawId: string): Promise<Taken> {
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
      targets: await listOf(work, sealer, drawId, targets),
      roster,
      exclusions,
      survey: await openTargets(targets).survey(excludedIds(exclusions)),
      members,
      population: {},
      excluded: draw.excluded,
      completeness: draw.completeness,
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
  };
}
