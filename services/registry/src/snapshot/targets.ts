import type { FilterQuery } from "@shuangsui/contracts";
import { seeingAll } from "@shuangsui/service-kit";
import { sql, type RawBuilder } from "kysely";
import { riskRulesOn } from "../credit/risk-tables.ts";
import { creditSince, riskClassOf, type CreditCounts, type RiskRules } from "../credit/rules.ts";
import { codesMerged } from "../duplicates/one-target.ts";
import { looked } from "../register/looked.ts";
import { equal, named, namedOrCoded, permitted, placed } from "../register/narrow.ts";
import type { Work } from "../register/register.ts";

export type TargetKind = "entity" | "project";
type RiskClass = ReturnType<typeof riskClassOf>;
type Line = { code: string; category: string };

/** What kinds of targets have a code: a permit's number, which a project has for its code, may look like an entity's. */
export type KindsOfTargets = ReadonlyMap<string, readonly TargetKind[]>;

/** Which of these codes are targets that the authority may know of, and of what kinds. */
export async function kindsOfTargets(work: Work, codes: readonly string[]): Promise<KindsOfTargets> {
  const { rows } = await sql<{ code: string; kind: TargetKind }>`
    select credit_code as code, 'entity' as kind from entity where credit_code = any(${codes}::text[])
    union all select code, 'project' from project where code = any(${codes}::text[])`.execute(work);
  return new Map(
    [...Map.groupBy(rows, ({ code }) => code)].map(([code, its]) => [code, its.map(({ kind }) => kind)]),
  );
}

/** Of the classes that market supervision has given a target the newest. */
const newestSamr = sql`array_agg(samr_class order by date desc, id desc) filter (where samr_class is not null)`;

/**
 * What the credit records of these targets, or of all, amount to on a day by some rules, by code; a target without any is missing. A class counts what
 * every authority of the prefecture recorded, so an authority learns the counts alone of others' records; and what stands under any of the codes
 * that a target has since it was merged, once where an authority has the same under two.
 */
export async function creditOf(
  work: Work,
  authority: string,
  kind: TargetKind,
  codes: readonly string[] | null,
  day: string,
  rules: Pick<RiskRules, "months">,
): Promise<Map<string, CreditCounts>> {
  const { rows } = await seeingAll(work, authority, async () => {
    const merged = await codesMerged(work, kind, codes);
    const isMerged = merged.length > 0;
    const asked = codes === null ? null : [...codes, ...merged.map(({ code }) => code)];
    const records = sql`
      select ${isMerged ? sql`distinct on (code, authority, kind, date, description_hash, inspection_id)` : sql``}
        ${isMerged ? sql`coalesce(same.one, target_code)` : sql`target_code`} as code, c.*
      from credit_record c ${
        isMerged
          ? sql`left join unnest(${merged.map(({ one }) => one)}::text[], ${merged.map(({ code }) => code)}::text[]) as same (one, code)
              on same.code = target_code`
          : sql``
      }
      where ${asked === null ? sql`true` : sql`target_code = any(${asked}::text[])`} and target_kind = ${kind} and status = 'valid'
        and date > ${creditSince(day, rules)}::date and date <= ${day}::date
        and (valid_until is null or valid_until >= ${day}::date) and person_in_charge is null`;
    return sql<CreditCounts & { code: string }>`
      select code, count(*) filter (where kind in ('violation','penalty') or outcome in ('violation','violation-corrected'))::integer as violations,
        count(*) filter (where kind = 'complaint')::integer as complaints, count(*) filter (where kind = 'honest')::integer as honest,
        count(*) filter (where kind = 'abnormal-list')::integer as "abnormal-list",
        coalesce(((${newestSamr})[1] = 'C')::integer, 0) as "samr-c", coalesce(((${newestSamr})[1] = 'D')::integer, 0) as "samr-d"
      from (${records}) record group by code`.execute(work);
  });
  return new Map(rows.map((row) => [row.code, row]));
}

/** Of an entity `e`, whether it is in business: what is closed, revoked or moved away drops out at once (article 15), what has only stopped does not. */
export const inBusiness = sql<boolean>`e.business_state in ('open','suspended')`;
/** Of a project `p`, whether it is under way or will be. */
export const underWay = sql<boolean>`p.state in ('preparing','building','stopped')`;

/**
 * The codes of the targets of a class on a day; of the class to which all belong that no record says otherwise of, those of
 * all others.
 */
export async function codesOfClass(
  work: Work,
  authority: string,
  kind: TargetKind,
  riskClass: RiskClass,
  day: string,
): Promise<{ codes: string[]; isOthers: boolean }> {
  const rules = await riskRulesOn(work, authority, day);
  const isOthers = riskClassOf(undefined, rules) === riskClass;
  const credit = await creditOf(work, authority, kind, null, day, rules);
  const codes = [...credit].flatMap(([code, counts]) =>
    (riskClassOf(counts, rules) === riskClass) === isOthers ? [] : [code],
  );
  return { codes, isOthers };
}

/** What the filter of a plan's scope narrows its targets by. */
function narrowingsOfScope(kind: TargetKind, { q, place, permit, category }: FilterQuery) {
  return [
    ...(kind === "entity" ? namedOrCoded(q) : named(q)),
    ...placed(place),
    ...permitted(permit),
    ...equal({ category }),
  ];
}

/** The targets that these authorities supervise and have as active, sorted by code in byte order, each once. */
export function targetsOf(
  kind: TargetKind,
  categories: readonly string[],
  authorities: readonly string[],
  filter: FilterQuery = {},
): RawBuilder<Line> {
  const narrowed = narrowingsOfScope(kind, filter).map(looked);
  const within = (relation: string) =>
    narrowed.length === 0
      ? sql``
      : sql`and id in (select id from ${sql.table(relation)} where ${sql.join(narrowed, sql` and `)})`;
  if (kind === "project")
    return sql<Line>`
      select code, 'project' as category from project p
      where status = 'active' and ${underWay} and authority = any(${authorities}::text[]) ${within("project")} order by code`;
  return sql<Line>`
    select distinct on (e.credit_code) e.credit_code as code, e.category
    from entity_supervision s join entity e on e.credit_code = s.credit_code
    where s.authority = any(${authorities}::text[]) and s.status = 'active' and ${inBusiness}
      and (${categories.length === 0}::boolean or e.category = any(${categories}::text[])) ${within("entity_key")}
    order by e.credit_code`;
}

/** How many rows a query has. */
export async function countOf(work: Work, query: RawBuilder<Line>): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::integer as count from (${query}) one`.execute(work);
  return rows[0]?.count ?? 0;
}

/** Targets with their classes on a day (article 21). */
export async function classified(
  work: Work,
  authority: string,
  kind: TargetKind,
  targets: readonly Line[],
  day: string,
) {
  const rules = await riskRulesOn(work, authority, day);
  const codes = targets.map((target) => target.code);
  const credit = await creditOf(work, authority, kind, codes, day, rules);
  return targets.map(({ code, category }) => ({
    code,
    riskClass: riskClassOf(credit.get(code), rules),
    category,
  }));
}
