import { seeingAll } from "@shuangsui/service-kit";
import { sql, type RawBuilder } from "kysely";
import { creditSince, riskClassOf, type CreditCounts } from "../credit/rules.ts";
import type { Work } from "../register/register.ts";

export type TargetKind = "entity" | "project";
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

/**
 * What the credit records of these targets amount to on a day, by code; a target without any is missing. A class counts what
 * every authority of the prefecture recorded, so an authority learns the counts alone of others' records.
 */
export async function creditOf(
  work: Work,
  authority: string,
  kind: TargetKind,
  codes: readonly string[],
  day: string,
): Promise<Map<string, CreditCounts>> {
  const { rows } = await seeingAll(work, authority, () =>
    sql<CreditCounts & { code: string }>`
      select target_code as code, count(*) filter (where kind = 'violation' or outcome in ('violation','violation-corrected'))::integer as violations,
        count(*) filter (where kind = 'complaint')::integer as complaints, count(*) filter (where kind = 'honest')::integer as honest
      from credit_record
      where target_code = any(${codes}::text[]) and target_kind = ${kind} and status = 'valid' and date > ${creditSince(day)}::date and date <= ${day}::date
      group by target_code`.execute(work),
  );
  return new Map(rows.map((row) => [row.code, row]));
}

/** The targets that these authorities supervise and have as active, sorted by code in byte order, each once. */
export function targetsOf(
  kind: TargetKind,
  categories: readonly string[],
  authorities: readonly string[],
): RawBuilder<Line> {
  if (kind === "project")
    return sql<Line>`
      select code, 'project' as category from project
      where status = 'active' and authority = any(${authorities}::text[]) order by code`;
  return sql<Line>`
    select distinct on (e.credit_code) e.credit_code as code, e.category
    from entity_supervision s join entity e on e.credit_code = s.credit_code
    where s.authority = any(${authorities}::text[]) and s.status = 'active'
      and (${categories.length === 0}::boolean or e.category = any(${categories}::text[]))
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
  const credit = await creditOf(
    work,
    authority,
    kind,
    targets.map((target) => target.code),
    day,
  );
  return targets.map(({ code, category }) => ({ code, riskClass: riskClassOf(credit.get(code)), category }));
}
