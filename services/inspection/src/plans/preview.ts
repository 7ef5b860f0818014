import {
  isPrefecture,
  knownAuthorities,
  mostListed,
  Problem,
  type PlannedEntry,
  type PlanPreview,
  type PlanRefusal,
  type SavedFilter,
  type VisitCap,
} from "@shuangsui/contracts";
import { planQuotas } from "@shuangsui/lottery";
import { systemScope, type Frame } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import { countsTowards, targetsAtCap, yearOf } from "../inspections/of-campaign.ts";
import type { RegistrySnapshot } from "../neighbours/registry.ts";
import { visitCapInForce } from "../settings/of-authority.ts";
import type { Work } from "../tables.ts";
import { refusalsOf, usesOf, type CheckFacts } from "./check.ts";
import { fixContent } from "./content.ts";
import { filterOf } from "./filters.ts";
import { countSuiting, skillsFor } from "./inspectors.ts";
import { alsoIn } from "./overlap.ts";
import {
  categoriesOf,
  noneOfAnyClass,
  populationOf,
  riskClasses,
  sumOf,
  type ClassCounts,
  type Populations,
} from "./populations.ts";
import { askRegistry, countRegistry } from "./registry-facts.ts";
import { kindOfEntry } from "./rules.ts";
import { findPlan } from "./store.ts";
import { readYear, type PlanOfYear } from "./year.ts";

type Class = PlanPreview["entries"][number]["classes"][number];
/** Of a team where an entry says nothing yet (article 25). */
const fewestOfficers = 2;

/** Quotas by class for populations and ratios: a prefecture's total is rounded down, a county's up (article 20). */
function quotasOf(authority: string, counts: ClassCounts, ratios: ClassRatios): Map<string, number> {
  const strata = riskClasses.map((name) => ({
    name,
    population: counts[name],
    ratio: ratios[name],
    count: counts[name],
    alternates: 0,
  }));
  const plan = planQuotas({ strata, rounding: isPrefecture(authority) ? "down" : "up" });
  return new Map(plan.ok ? plan.strata.map((stratum) => [stratum.name, stratum.quota]) : []);
}
type ClassRatios = NonNullable<PlannedEntry["ratios"]>;

/** A plan as it is written: saved, or in somebody's form. */
export type PreviewedPlan = PlanOfYear & {
  title: string;
  revision: number;
  reason: string | null;
  entries: readonly PlannedEntry[];
};

type Asks = Pick<Frame<Work>, "database" | "clock"> & { registry: RegistrySnapshot };

/** What a saved plan would come to. @throws Problem `not-found` */
export async function previewOfSaved(asks: Asks, viewer: string, planId: string): Promise<PlanPreview> {
  const plan = await asks.database.as(viewer, (work) => findPlan(work, planId));
  if (plan === undefined || plan.state === "deleted") throw new Problem("not-found");
  const { id, authority, year, written } = plan;
  const { title, revision, reason, entries } = written;
  return previewOf(asks, viewer, { id, authority, year, title, revision, reason, entries });
}

/**
 * How many targets a plan would draw if it were drawn today, by class, how much of the caps it uses with the others of its year, what
 * publishing would refuse, and what the public would read (articles 18, 20). Nothing is written.
 */
export async function previewOf(
  { database, clock, registry }: Asks,
  viewer: string,
  plan: PreviewedPlan,
): Promise<PlanPreview> {
  const { authority, entries } = plan;
  const { visitCap, ...year } = await database.as(viewer, async (work) => ({
    ...(await readYear(work, plan)),
    visitCap: await visitCapInForce(work, authority),
  }));
  const facts = { ...year, registry: await askRegistry(registry, authority, entries) };
  const { filters, populations } = facts.registry;
  const of = { authority, entries, filters };
  const now = await clock.now();
  const visits = await countVisited({ database, registry }, of, visitCap, now);
  const suiting = await Promise.all(
    entries.map((entry) =>
      countSuiting(registry, authority, entry, skillsFor(entry, facts.registry.items), shanghaiDate(now)),
    ),
  );
  const counties = await countByAuthority(registry, of);
  const alone = { ...facts, id: plan.id, year: plan.year, inForce: [], others: [], draws: [] };
  const uses = usesOf({ ...facts, id: plan.id, entries });
  const refusals = refusalsOf({ ...facts, id: plan.id, year: plan.year, entries });
  return {
    authority,
    year: plan.year,
    caps: facts.caps,
    visitCap,
    ratioUse: uses.ratios.map(({ most, drawn, own, ...use }) => ({
      ...use,
      most: most.toNumber(),
      drawn: drawn.toNumber(),
      own: own.toNumber(),
    })),
    publicText: refusals.length > 0 ? null : publicTextOf(plan, facts),
    entries: await Promise.all(
      entries.map(async (entry, index) => {
        const shown = entryPreview(authority, entry, populations, counties);
        const visited = visits(entry, shown.classes);
        return {
          ...shown,
          alsoIn: await Promise.all(
            alsoIn(populations, entry, entries).map((shared) => listed(registry, of, entry, shared)),
          ),
          inspectors: suiting[index] ?? { officers: 0, experts: 0, holders: [] },
          visits: visited,
          atVisitCap: visited.reduce((sum, { atCap }) => sum + atCap, 0),
          drawnBefore: uses.drawnBefore(entry.id),
          refusals: refusalsOf({ ...alone, entries: [entry] }).map((refusal) => inPlan(refusal, index)),
        };
      }),
    ),
    refusals,
  };
}

function publicTextOf(plan: PreviewedPlan, facts: CheckFacts): PlanPreview["publicText"] {
  const { summary, sections } = fixContent(plan, plan, facts).content;
  return { summary, sections };
}

type Shared = ReturnType<typeof alsoIn>[number];

/** With the first targets that both entries have; of two filters nobody knows who is in both. */
async function listed(
  registry: RegistrySnapshot,
  { authority, filters }: Counted,
  entry: PlannedEntry,
  { entry: other, targetKind, categories, population, twice }: Shared,
): Promise<PlanPreview["entries"][number]["alsoIn"][number]> {
  const [narrowed, further] = [entry, other]
    .map((one) => filterOf(one, filters)?.query)
    .filter((query) => query !== undefined);
  const shown = { entryId: other.id, title: other.title, targetKind, population, twice };
  if (further !== undefined) return { ...shown, codes: [] };
  const codes: string[] = [];
  for await (const { code } of registry.targets(authority, { targetKind, categories, narrowed })) {
    codes.push(code);
    if (codes.length === mostListed) break;
  }
  return { ...shown, codes };
}

/** A refusal of an entry that was checked alone, its places those of the plan. */
function inPlan({ errors, ...refusal }: PlanRefusal, index: number): PlanRefusal {
  if (errors === undefined) return refusal;
  const path = (alone: string) => alone.replace(/^\/entries\/0/, `/entries/${index}`);
  return { ...refusal, errors: errors.map((place) => ({ ...place, path: path(place.path ?? "") })) };
}

function entryPreview(
  authority: string,
  entry: PlannedEntry,
  populations: Populations,
  counties: ReadonlyMap<string, Populations>,
) {
  const { scope, ratios } = entry;
  const counts = scope === undefined ? noneOfAnyClass() : populationOf(populations, scope);
  const quotas = ratios === undefined ? new Map<string, number>() : quotasOf(authority, counts, ratios);
  const byAuthority = [...counties].flatMap(([county, own]) =>
    scope === undefined
      ? []
      : riskClasses.map((riskClass) => ({
          authority: county,
          riskClass,
          population: populationOf(own, scope)[riskClass],
        })),
  );
  const total = [...quotas.values()].reduce((sum, quota) => sum + quota, 0);
  return {
    entryId: entry.id,
    title: entry.title,
    classes: riskClasses.map((riskClass) => ({
      riskClass,
      population: counts[riskClass],
      ratio: ratios?.[riskClass] ?? "0",
      quota: quotas.get(riskClass) ?? 0,
    })),
    byAuthority,
    byCategory: scope === undefined ? [] : byCategory(populations, scope),
    population: sumOf(counts),
    officerDays: total * (entry.inspectors?.officers ?? fewestOfficers) * (entry.frequency ?? 1),
    total,
  };
}

type EntryScope = NonNullable<PlannedEntry["scope"]>;

/** The trades of a scope's targets. */
function byCategory(populations: Populations, { targetKind, categories, filter }: EntryScope) {
  if (filter !== undefined) return [];
  return categoriesOf(populations, { targetKind, categories }).map((category) => ({
    category,
    population: sumOf(populationOf(populations, { targetKind, categories: [category] })),
  }));
}

/** What is counted for a preview: an authority's entries, with the filters that they name. */
type Counted = { authority: string; entries: readonly PlannedEntry[]; filters: readonly SavedFilter[] };

/** A prefecture's preview counts each county's registry as that county sees it. */
async function countByAuthority(
  registry: RegistrySnapshot,
  { authority, entries, filters }: Counted,
): Promise<Map<string, Populations>> {
  const counties = knownAuthorities().filter((one) => one.parent === authority);
  const counted = new Map<string, Populations>();
  for (const county of counties)
    counted.set(county.code, await countRegistry(registry, county.code, entries, filters));
  return counted;
}

/** How many targets in an entry's scope all authorities together visited this year, by class, against the cap of visits (article 20). */
async function countVisited(
  { database, registry }: Pick<Frame<Work>, "database"> & { registry: RegistrySnapshot },
  { authority, entries, filters }: Counted,
  cap: VisitCap,
  now: Date,
): Promise<(entry: PlannedEntry, classes: readonly Class[]) => PlanPreview["entries"][number]["visits"]> {
  const isCapped = (entry: PlannedEntry) => countsTowards(cap, { origin: "draw", kind: kindOfEntry(entry) });
  const visitedWith = async (left: number) => {
    const codes = await database.as(systemScope, async (work) => ({
      entity: await targetsAtCap(work, "entity", yearOf(now), cap, left),
      project: await targetsAtCap(work, "project", yearOf(now), cap, left),
    }));
    const concerned = entries.filter(
      (entry) => isCapped(entry) && entry.scope !== undefined && codes[entry.scope.targetKind].size > 0,
    );
    return countRegistry(registry, authority, concerned, filters, (kind, code) => codes[kind].has(code));
  };
  const [atCap, oneLeft] = [await visitedWith(0), await visitedWith(1)];
  return (entry, classes) => {
    const of = (counted: Populations) =>
      entry.scope === undefined || !isCapped(entry) ? noneOfAnyClass() : populationOf(counted, entry.scope);
    const [full, last] = [of(atCap), of(oneLeft)];
    return classes.map(({ riskClass, population }) => ({
      riskClass,
      atCap: full[riskClass],
      oneLeft: last[riskClass],
      free: population - full[riskClass] - last[riskClass],
    }));
  };
}
