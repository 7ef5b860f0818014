import {
  Problem,
  type Caps,
  type InspectionKind,
  type PlannedEntry,
  type PlanState,
  type ProblemPlace,
} from "@shuangsui/contracts";
import { Big } from "big.js";
import { kindOf } from "../kinds.ts";
import type { Scope } from "../neighbours/registry.ts";
import { categoriesOf, leastOf, populationOf, riskClasses, sumOf, type Populations } from "./populations.ts";

/** An entry with all that article 18 asks for. */
type Mandatory = "scope" | "inspectors" | "ratios" | "frequency" | "window";
export type CompleteEntry = Omit<PlannedEntry, Mandatory> & {
  [Part in Mandatory]: NonNullable<PlannedEntry[Part]>;
};

/** Whether an entry has them all. */
export function isComplete(entry: PlannedEntry): entry is CompleteEntry {
  const { items, scope, inspectors, ratios, frequency, window } = entry;
  return (
    items.length > 0 && [scope, inspectors, ratios, frequency, window].every((part) => part !== undefined)
  );
}

/** Of which kind the inspections of an entry are. */
export function kindOfEntry({ special }: PlannedEntry): InspectionKind {
  return kindOf("draw", special !== undefined);
}

/**
 * Articles 18 and 19: each entry says which targets, who inspects, ratio and frequency, and when; within the plan's year.
 * @throws Problem `plan/incomplete`, naming what is missing
 */
export function requireComplete(year: number, entries: readonly PlannedEntry[]): CompleteEntry[] {
  if (entries.length === 0) throw new Problem("plan/incomplete", "the plan has no entry");
  const places = entries.flatMap((entry, index): ProblemPlace[] => [
    ...(entry.items.length === 0 ? [{ path: `/entries/${index}/items`, message: "names no item" }] : []),
    ...(["scope", "inspectors", "ratios", "frequency", "window"] as const)
      .filter((part) => entry[part] === undefined)
      .map((part) => ({ path: `/entries/${index}/${part}`, message: "is missing" })),
    ...(entry.window !== undefined && !isOfYear(year, entry.window)
      ? [{ path: `/entries/${index}/window`, message: `is not within ${year}` }]
      : []),
  ]);
  if (places.length > 0) throw new Problem("plan/incomplete", undefined, places);
  return entries.filter(isComplete);
}

function isOfYear(year: number, window: { from: string; to: string }): boolean {
  return window.from.startsWith(`${year}-`) && window.to.startsWith(`${year}-`);
}

/** Article 20: inspecting again those already inspected needs a written reason. @throws Problem `plan/exclusion-reason-missing` */
export function requireReasons(entries: readonly PlannedEntry[]): void {
  const without = entries.findIndex(
    (entry) => entry.liftInspected !== undefined && entry.liftInspected.reason === undefined,
  );
  if (without >= 0)
    throw new Problem("plan/exclusion-reason-missing", undefined, [
      { path: `/entries/${without}/liftInspected`, message: "has no reason" },
    ]);
}

/** Article 18: every entry's scope matches some target. @throws Problem `plan/empty-scope` */
export function requireTargets(entries: readonly CompleteEntry[], populations: Populations): void {
  const empty = entries.findIndex((entry) => sumOf(populationOf(populations, entry.scope)) === 0);
  if (empty >= 0)
    throw new Problem("plan/empty-scope", undefined, [
      { path: `/entries/${empty}/scope`, message: "matches no target" },
    ]);
}

/** A draw that was committed to: of which plan's entry as it was then. */
export type Drawn = { planId: string; entry: CompleteEntry };

/**
 * Article 20: no entry is drawn more often a year than the cap. What was drawn of an entry that the plan has no longer
 * counts for those that took its place since: of the same registry, with a category in common, and never in force
 * beside it. `drawn` is the plan's own, `inForce` are its revisions that are or were in force.
 * @throws Problem `plan/frequency-above-cap`
 */
export function requireFrequency(
  entries: readonly CompleteEntry[],
  drawn: readonly Drawn[],
  inForce: readonly (readonly PlannedEntry[])[],
  caps: Caps,
): void {
  entries.forEach((entry, index) => {
    const before = drawnInItsPlace(entry, entries, drawn, inForce);
    if (entry.frequency + before > caps.frequency)
      throw new Problem("plan/frequency-above-cap", undefined, [
        {
          path: `/entries/${index}/frequency`,
          message: `is above ${caps.frequency}${before === 0 ? "" : `, with ${before} drawn before`}`,
        },
      ]);
  });
}

/** How many draws were made of entries that the plan has no longer and whose place this one took (article 20). */
function drawnInItsPlace(
  entry: CompleteEntry,
  entries: readonly PlannedEntry[],
  drawn: readonly Drawn[],
  inForce: readonly (readonly PlannedEntry[])[],
): number {
  const gone = drawn.filter((draw) => entries.every(({ id }) => id !== draw.entry.id));
  const together = (one: PlannedEntry, other: PlannedEntry) =>
    inForce.some((revision) => [one, other].every(({ id }) => revision.some((each) => each.id === id)));
  return gone.filter((draw) => !together(draw.entry, entry) && overlap(draw.entry.scope, entry.scope)).length;
}

/** How many draws of the year count for an entry already: its own, and those in whose place it came (article 20). */
export function drawnBefore(
  entry: CompleteEntry,
  entries: readonly PlannedEntry[],
  drawn: readonly Drawn[],
  inForce: readonly (readonly PlannedEntry[])[],
): number {
  const own = drawn.filter((draw) => draw.entry.id === entry.id).length;
  return own + drawnInItsPlace(entry, entries, drawn, inForce);
}

function overlap(one: Scope, other: Scope): boolean {
  const all = one.categories.length === 0 || other.categories.length === 0;
  return (
    one.targetKind === other.targetKind &&
    (all || one.categories.some((category) => other.categories.includes(category)))
  );
}

/** Entries of a plan with the draws that they have left in the year. */
export function leftOf(
  planId: string,
  entries: readonly CompleteEntry[],
  drawn: readonly Drawn[],
): CompleteEntry[] {
  return entries.map((entry) => {
    const made = drawn.filter((draw) => draw.planId === planId && draw.entry.id === entry.id).length;
    return { ...entry, frequency: Math.max(0, entry.frequency - made) };
  });
}

/** How many targets entries draw in a year, in exact decimals: population times ratio, times how often. */
export function drawnInYear(entries: readonly CompleteEntry[], populations: Populations): Big {
  return entries.reduce((total, entry) => {
    const counts = populationOf(populations, entry.scope);
    const once = riskClasses.reduce(
      (sum, name) => sum.plus(new Big(entry.ratios[name]).times(counts[name])),
      new Big(0),
    );
    return total.plus(once.times(entry.frequency));
  }, new Big(0));
}

/** Of a plan, the revisions that may be drawn from: the one in force, and the one that is handed in and not public yet. */
export type Revisions = readonly (readonly CompleteEntry[])[];

/** How much of one registry the year's plans draw, of numbers of targets: `most` is what the cap allows of `registry`. */
export type RatioUse = { targetKind: Scope["targetKind"]; registry: number; most: Big; drawn: Big };

/**
 * What the year's plans draw of each registry, entities or projects, over that registry in their scope, all classes together, where that
 * leaves least of the cap (article 20). Of scopes that filters narrow the registry is the largest that is certain. `entries` have the draws
 * that they have left; `drawn` is what was drawn, each draw an entry. Which revision of each of the `others` will be drawn from is not known
 * yet, so the cap is held against any: the one that draws less may have the smaller scope.
 */
export function ratioUses(
  entries: readonly CompleteEntry[],
  drawn: readonly CompleteEntry[],
  others: readonly Revisions[],
  populations: Populations,
  caps: Caps,
): RatioUse[] {
  const leaves = ({ most, drawn: all }: RatioUse) => most.minus(all);
  return [...new Set(entries.map((entry) => entry.scope.targetKind))].flatMap((targetKind) =>
    totalsOf(targetKind, [[[...entries, ...drawn]], ...others], populations)
      .map((total): RatioUse => {
        const registry = leastOf(populations, targetKind, total.categories);
        return { targetKind, registry, most: new Big(caps.ratio).times(registry), drawn: total.drawn };
      })
      .toSorted((one, other) => leaves(one).cmp(leaves(other)))
      .slice(0, 1),
  );
}

/**
 * Article 20: what the year's plans draw of a registry is at most the cap, as `ratioUses` counts both.
 * @throws Problem `plan/ratio-above-cap`
 */
export function requireRatio(...given: Parameters<typeof ratioUses>): void {
  for (const { targetKind, registry, most, drawn } of ratioUses(...given))
    if (drawn.gt(most))
      throw new Problem(
        "plan/ratio-above-cap",
        `${targetKind}: ${drawn.toFixed()} of ${registry} a year, the cap is ${most.toFixed()}`,
      );
}

/** How many targets plans draw of a registry in a year, and from which of its categories. */
type Total = { drawn: Big; categories: ReadonlySet<string> };

/**
 * The totals with every choice of one revision a plan. Of choices that have the same categories the one that draws most
 * stands for all: there are never more than the registry has unions of categories, however many plans there are.
 */
function totalsOf(kind: Scope["targetKind"], plans: readonly Revisions[], populations: Populations): Total[] {
  let totals: Total[] = [{ drawn: new Big(0), categories: new Set() }];
  for (const revisions of plans) {
    const ofKind = revisions.map((revision) => revision.filter((entry) => entry.scope.targetKind === kind));
    const choices = totals.flatMap((total) =>
      ofKind.map((entries) => withEntries(total, entries, populations)),
    );
    const byCategories = Map.groupBy(choices, ({ categories }) => [...categories].toSorted().join());
    totals = [...byCategories.values()].map((same) =>
      same.reduce((most, one) => (one.drawn.gt(most.drawn) ? one : most)),
    );
  }
  return totals;
}

function withEntries(total: Total, entries: readonly CompleteEntry[], populations: Populations): Total {
  const categories = entries.flatMap((entry) => categoriesOf(populations, entry.scope));
  return {
    drawn: total.drawn.plus(drawnInYear(entries, populations)),
    categories: new Set([...total.categories, ...categories]),
  };
}

/** @throws Problem `plan/wrong-state` unless the plan is in one of the states */
export function requirePlanState(state: PlanState, ...allowed: readonly PlanState[]): void {
  if (!allowed.includes(state)) throw new Problem("plan/wrong-state", `state is ${state}`);
}

/** Four eyes: whoever submitted a plan does not review it (article 16). @throws Problem `plan/own-submission` */
export function requireAnotherPerson(
  { submitted_by: submittedBy }: { submitted_by: string | null },
  actor: string,
): void {
  if (submittedBy === actor) throw new Problem("plan/own-submission");
}

/** Nobody takes back what another submitted: it is returned with a reason (article 16). @throws Problem `plan/not-who-submitted` */
export function requireWhoSubmitted(
  { submitted_by: submittedBy }: { submitted_by: string | null },
  actor: string,
): void {
  if (submittedBy !== actor) throw new Problem("plan/not-who-submitted");
}

/** A deed that a plan owes or owed disclosure, by the plan's change with which it came; refused or waived, nothing comes of it. */
export type AskedOfDisclosure = { deed: string; revision: number; isRefused: boolean };

/**
 * Whether a plan that is handed in was asked to be published at once, which disclosure has not refused (articles 9, 17). What was asked
 * of an earlier revision came before the opening of this one.
 */
export function isPublishingAsked(asked: readonly AskedOfDisclosure[]): boolean {
  const opened = asked.filter(({ deed }) => deed === "openPlanPublication").map(({ revision }) => revision);
  return asked.some(
    ({ deed, revision, isRefused }) =>
      deed === "publishPlan" && !isRefused && revision >= Math.max(0, ...opened),
  );
}
