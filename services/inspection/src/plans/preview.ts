import {
  authorities,
  isPrefecture,
  Problem,
  type PlannedEntry,
  type planPreview,
  type PlanRefusal,
} from "@shuangsui/contracts";
import { planQuotas } from "@shuangsui/lottery";
import type { Database } from "@shuangsui/service-kit";
import type { z } from "zod";
import { drawsOfYear } from "../campaigns/store.ts";
import type { RegistrySnapshot } from "../draws/registry-snapshot.ts";
import { capsOf } from "../settings/rules.ts";
import { readSetting } from "../settings/store.ts";
import type { Tables } from "../tables.ts";
import { askRegistry, refusalsOf } from "./check.ts";
import {
  countRegistry,
  populationOf,
  riskClasses,
  sumOf,
  type ClassCounts,
  type Populations,
} from "./populations.ts";
import { everInForce, findPlan, otherPlans, revisionOf } from "./store.ts";

type Preview = z.infer<typeof planPreview>;

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
  doors: { database: Database<Tables>; registry: RegistrySnapshot },
  scope: string,
  planId: string,
): Promise<Preview> {
  const { plan, entries, inForce, others, draws, caps } = await doors.database.as(scope, async (work) => {
    const row = await findPlan(work, planId);
    if (row === undefined) throw new Problem("not-found");
    const written = await revisionOf(work, row.id, row.revision);
    const set = await readSetting(work, row.authority, "caps");
    return {
      plan: row,
      entries: written.entries,
      inForce: await everInForce(work, row.id),
      others: await otherPlans(work, row),
      draws: await drawsOfYear(work, row),
      caps: capsOf(row.authority, set),
    };
  });
  const facts = await askRegistry(doors.registry, plan.authority, entries);
  const counties = await countByAuthority(doors.registry, plan.authority, entries);
  const alone = { id: plan.id, year: plan.year, inForce: [], others: [], draws: [], facts, caps };
  return {
    entries: entries.map((entry, index) => ({
      ...entryPreview(plan.authority, entry, facts.populations, counties),
      refusals: refusalsOf({ ...alone, entries: [entry] }).map((refusal) => inPlan(refusal, index)),
    })),
    refusals: refusalsOf({ ...alone, entries, inForce, others, draws }),
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
  const counts = scope === undefined ? { A: 0, B: 0, C: 0, D: 0 } : populationOf(populations, scope);
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
    population: sumOf(counts),
    total: [...quotas.values()].reduce((sum, quota) => sum + quota, 0),
  };
}

/** A prefecture's preview counts each county's registry as that county sees it. */
async function countByAuthority(
  registry: RegistrySnapshot,
  authority: string,
  entries: readonly PlannedEntry[],
): Promise<Map<string, Populations>> {
  const kinds = entries.flatMap((entry) => (entry.scope === undefined ? [] : [entry.scope.targetKind]));
  const counties = authorities.filter((one) => one.parent === authority);
  const counted = new Map<string, Populations>();
  for (const county of counties) counted.set(county.code, await countRegistry(registry, county.code, kinds));
  return counted;
}
