import { Problem, type Caps, type PlannedEntry, type PlanRefusal } from "@shuangsui/contracts";
import { requireFilters, withFilter } from "./filters.ts";
import type { RegistryFacts } from "./registry-facts.ts";
import type { Big } from "big.js";
import {
  drawnBefore,
  drawnInYear,
  isComplete,
  leftOf,
  ratioUses,
  requireComplete,
  requireFrequency,
  requireRatio,
  requireReasons,
  requireTargets,
  type CompleteEntry,
  type Drawn,
  type RatioUse,
  type Revisions,
} from "./rules.ts";
import { requireItems } from "../items/rules.ts";

/** A plan beside another one, with what it says in the revisions of which one will be drawn from. */
export type OtherPlan = { id: string; revisions: readonly (readonly PlannedEntry[])[] };

/** What a plan is checked against: its own past, its year, the registry and the caps. */
export type CheckFacts = {
  /** What it said in each revision that is or was in force. */
  inForce: readonly (readonly PlannedEntry[])[];
  others: readonly OtherPlan[];
  /** What the year's plans, this one among them, were drawn already: of which entry, and what its plan said then. */
  draws: readonly { planId: string; entryId: string; entries: readonly PlannedEntry[] }[];
  registry: RegistryFacts;
  caps: Caps;
};

type Checked = { id: string; year: number; entries: readonly PlannedEntry[] } & CheckFacts;

/** What was drawn of the year's plans, by this one and by all, and what the others have left to draw. */
function countedBefore({ id, others, draws }: Pick<Checked, "id" | "others" | "draws">) {
  const drawn = draws.flatMap(drawnOf);
  return {
    drawn,
    own: drawn.filter((draw) => draw.planId === id),
    once: drawn.map(({ entry }) => ({ ...entry, frequency: 1 })),
    besides: others.map((other): Revisions =>
      other.revisions.map((revision) => leftOf(other.id, completeOf(revision), drawn)),
    ),
  };
}

/** How much of the year's caps a plan as it is written and the others use (article 20): entries that lack a part count for nothing yet. */
export function usesOf(plan: Omit<Checked, "year">): {
  ratios: (RatioUse & { own: Big })[];
  drawnBefore(entryId: string): number;
} {
  const { id, entries, inForce, registry, caps } = plan;
  const { drawn, own, once, besides } = countedBefore(plan);
  const complete = entries.filter(isComplete);
  return {
    ratios: ratioUses(leftOf(id, complete, drawn), once, besides, registry.populations, caps).map((use) => ({
      ...use,
      own: drawnInYear(
        complete.filter(({ scope }) => scope.targetKind === use.targetKind),
        registry.populations,
      ),
    })),
    drawnBefore(entryId) {
      const entry = complete.find((one) => one.id === entryId);
      return entry === undefined ? 0 : drawnBefore(entry, entries, own, inForce);
    },
  };
}

function rulesOf(plan: Checked): (() => unknown)[] {
  const { id, year, entries, inForce, registry, caps } = plan;
  const complete = () => requireComplete(year, entries);
  const { drawn, own, once, besides } = countedBefore(plan);
  return [
    complete,
    () => requireReasons(entries),
    () => requireFilters(entries, registry.filters),
    () =>
      complete().forEach((entry, index) =>
        requireItems(entry.items, registry.items, entry.scope.targetKind, `/entries/${index}`),
      ),
    () => requireTargets(complete(), registry.populations),
    () => requireFrequency(complete(), own, inForce, caps),
    () => requireRatio(leftOf(id, complete(), drawn), once, besides, registry.populations, caps),
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
    ...withFilter(entry, plan.registry.filters),
    itemVersions: entry.items.map((code) => ({
      code,
      version: plan.registry.items.find((item) => item.code === code)?.version ?? 0,
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
