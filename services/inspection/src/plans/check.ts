import { Problem, type Caps, type PlannedEntry, type PlanRefusal } from "@shuangsui/contracts";
import type { ItemNow, RegistrySnapshot } from "../draws/registry-snapshot.ts";
import { countRegistry, type Populations } from "./populations.ts";
import {
  leftOf,
  requireComplete,
  requireFrequency,
  requireItems,
  requireRatio,
  requireReasons,
  requireTargets,
  type CompleteEntry,
  type Drawn,
  type Revisions,
} from "./rules.ts";
import type { OtherPlan } from "./store.ts";

/** What the registry says of a plan's entries today. */
export type RegistryFacts = { items: ItemNow[]; populations: Populations };

/** Asks the registry about the items of entries and counts the targets of their kinds. */
export async function askRegistry(
  registry: RegistrySnapshot,
  authority: string,
  entries: readonly PlannedEntry[],
): Promise<RegistryFacts> {
  const codes = [...new Set(entries.flatMap((entry) => entry.items))];
  const kinds = entries.flatMap((entry) => (entry.scope === undefined ? [] : [entry.scope.targetKind]));
  return {
    items: await registry.items(authority, codes),
    populations: await countRegistry(registry, authority, kinds),
  };
}

type Checked = {
  id: string;
  year: number;
  entries: readonly PlannedEntry[];
  /** What it said in each revision that is or was in force. */
  inForce: readonly (readonly PlannedEntry[])[];
  others: readonly OtherPlan[];
  /** What the year's plans, this one among them, were drawn already: of which entry, and what its plan said then. */
  draws: readonly { planId: string; entryId: string; entries: PlannedEntry[] }[];
  facts: RegistryFacts;
  caps: Caps;
};

function rulesOf({ id, year, entries, inForce, others, draws, facts, caps }: Checked): (() => unknown)[] {
  const complete = () => requireComplete(year, entries);
  const drawn = draws.flatMap(drawnOf);
  const own = drawn.filter((draw) => draw.planId === id);
  const once = drawn.map(({ entry }) => ({ ...entry, frequency: 1 }));
  const besides = others.map((other): Revisions =>
    other.revisions.map((revision) => leftOf(other.id, completeOf(revision), drawn)),
  );
  return [
    complete,
    () => requireReasons(entries),
    () =>
      complete().forEach((entry, index) =>
        requireItems(entry.items, facts.items, entry.scope.targetKind, `/entries/${index}`),
      ),
    () => requireTargets(complete(), facts.populations),
    () => requireFrequency(complete(), own, inForce, caps),
    () => requireRatio(leftOf(id, complete(), drawn), once, besides, facts.populations, caps),
  ];
}

/**
 * All that the regulation asks of a plan before it is published (articles 8, 18–20): its entries with the versions of
 * their items pinned.
 * @throws Problem as `rules.ts` has them
 */
export function checkPlan(plan: Checked): CompleteEntry[] {
  for (const rule of rulesOf(plan)) rule();
  return requireComplete(plan.year, plan.entries).map((entry) => ({
    ...entry,
    itemVersions: entry.items.map((code) => ({
      code,
      version: plan.facts.items.find((item) => item.code === code)?.version ?? 0,
    })),
  }));
}

/** Everything that publishing would refuse, each code once, with the places in the plan. */
export function refusalsOf(plan: Checked): PlanRefusal[] {
  const refusals = new Map<string, PlanRefusal>();
  for (const rule of rulesOf(plan)) {
    try {
      rule();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { code, detail, places } = error;
      if (!refusals.has(code))
        refusals.set(code, {
          code,
          ...(detail === undefined ? {} : { detail }),
          ...(places.length === 0 ? {} : { errors: [...places] }),
        });
    }
  }
  return [...refusals.values()];
}

function drawnOf({ planId, entryId, entries }: Checked["draws"][number]): Drawn[] {
  return completeOf(entries.filter((entry) => entry.id === entryId)).map((entry) => ({ planId, entry }));
}

/** Entries that were handed in are complete; one that is not counts for nothing. */
function completeOf(entries: readonly PlannedEntry[]): CompleteEntry[] {
  return entries.flatMap((entry) => {
    const year = Number(entry.window?.from.slice(0, 4));
    return entry.window === undefined ? [] : requireComplete(year, [entry]);
  });
}
