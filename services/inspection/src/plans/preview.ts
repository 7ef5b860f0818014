import {
  isPrefecture,
  knownAuthorities,
  Problem,
  type PlannedEntry,
  type planPreview,
  type PlanRefusal,
  type SavedFilter,
} from "@shuangsui/contracts";
import { planQuotas } from "@shuangsui/lottery";
import { systemScope, type Frame } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import type { z } from "zod";
import { countsTowards, targetsAtCap, yearOf } from "../inspections/of-campaign.ts";
import type { RegistrySnapshot } from "../neighbours/registry.ts";
import { visitCapInForce } from "../settings/of-authority.ts";
import type { Work } from "../tables.ts";
import { refusalsOf } from "./check.ts";
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
import { readYear } from "./year.ts";

type Preview = z.infer<typeof planPreview>;
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

/** How many targets a plan would draw if it were drawn today, by class, and what publishing would refuse (article 18). */
export async function previewOf(
  { database, clock, registry }: Pick<Frame<Work>, "database" | "clock"> & { registry: RegistrySnapshot },
  scope: string,
  planId: string,
): Promise<Preview> {
  const { plan, ...year } = await database.as(scope, async (work) => {
    const found = await findPlan(work, planId);
    if (found === undefined) throw new Problem("not-found");
    return { plan: found, ...(await readYear(work, found)) };
  });
  const { entries } = plan.written;
  const facts = { ...year, registry: await askRegistry(registry, plan.authority, entries) };
  const { filters } = facts.registry;
  const of = { authority: plan.authority, entries, filters };
  const now = await clock.now();
  const atVisitCap = await countAtVisitCap({ database, registry }, of, now);
  const suiting = await Promise.all(
    entries.map((entry) =>
      countSuiting(
        registry,
        plan.authority,
        entry,
        skillsFor(entry, facts.registry.items),
        shanghaiDate(now),
      ),
    ),
  );
  const counties = await countByAuthority(registry, of);
  const alone = { ...facts, id: plan.id, year: plan.year, inForce: [], others: [], draws: [] };
  return {
    entries: entries.map((entry, index) => ({
      ...entryPreview(plan.authority, entry, facts.registry.populations, counties),
      alsoIn: alsoIn(facts.registry.populations, entry, entries),
      inspectors: suiting[index] ?? { officers: 0, experts: 0, holders: [] },
      atVisitCap: atVisitCap(entry),
      refusals: refusalsOf({ ...alone, entries: [entry] }).map((refusal) => inPlan(refusal, index)),
    })),
    refusals: refusalsOf({ ...facts, id: plan.id, year: plan.year, entries }),
  };
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

/** How many targets in an entry's scope all authorities together visited as often this year as the cap allows (article 20). */
async function countAtVisitCap(
  { database, registry }: Pick<Frame<Work>, "database"> & { registry: RegistrySnapshot },
  { authority, entries, filters }: Counted,
  now: Date,
): Promise<(entry: PlannedEntry) => number> {
  const cap = await database.as(authority, (work) => visitCapInForce(work, authority));
  const isCapped = (entry: PlannedEntry) => countsTowards(cap, { origin: "draw", kind: kindOfEntry(entry) });
  const codes = await database.as(systemScope, async (work) => ({
    entity: await targetsAtCap(work, "entity", yearOf(now), cap),
    project: await targetsAtCap(work, "project", yearOf(now), cap),
  }));
  const concerned = entries.filter(
    (entry) => isCapped(entry) && entry.scope !== undefined && codes[entry.scope.targetKind].size > 0,
  );
  const atCap = await countRegistry(registry, authority, concerned, filters, (kind, code) =>
    codes[kind].has(code),
  );
  return (entry) =>
    entry.scope === undefined || !isCapped(entry) ? 0 : sumOf(populationOf(atCap, entry.scope));
}
