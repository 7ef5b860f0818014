import { sql } from "kysely";
import { creditSince, riskClassOf, type CreditCounts } from "../credit/rules.ts";
import type { Work } from "../register/register.ts";

export type TargetKind = "entity" | "project";
type Line = { code: string; category: string };

/** Which of these codes are targets that the authority may know of, and of what kind. */
export async function kindsOfTargets(work: Work, codes: readonly string[]): Promise<Map<string, TargetKind>> {
  const { rows } = await sql<{ code: string; kind: TargetKind }>`
    select credit_code as code, 'entity' as kind from entity where credit_code = any(${codes}::text[])
    union all select code, 'project' from project where code = any(${codes}::text[])`.execute(work);
  return new Map(rows.map((row) => [row.code, row.kind]));
}

/** What the credit records of these targets amount to on a day, by code; a target without any is missing. */
export async function creditOf(work: Work, codes: readonly string[], day: string): Promise<Map<string, CreditCounts>> {
  const { rows } = await sql<CreditCounts & { code: string }>`
    select code, violations, complaints, honest from credit_counts(${codes}::text[], ${creditSince(day)}::date, ${day}::date)`.execute(work);
  return new Map(rows.map((row) => [row.code, row]));
}

/** The active targets that these authorities supervise, after a code, sorted by code in byte order, with their classes. */
export async function targetsAfter(
  work: Work,
  scope: { kind: TargetKind; categories: readonly string[]; authorities: readonly string[]; day: string },
  after: string,
  most: number,
) {
  const lines = scope.kind === "entity" ? await entitiesAfter(work, scope, after, most) : await projectsAfter(work, scope.authorities, after, most);
  const credit = await creditOf(work, lines.map((line) => line.code), scope.day);
  return lines.map(({ code, category }) => ({ code, riskClass: riskClassOf(credit.get(code)), category }));
}

async function entitiesAfter(work: Work, scope: { categories: readonly string[]; authorities: readonly string[] }, after: string, most: number): Promise<Line[]> {
  const all = scope.categories.length === 0;
  const { rows } = await sql<Line>`
    select e.credit_code as code, e.category from entity e
    where e.credit_code > ${after} and e.status = 'active' and (${all} or e.category = any(${scope.categories}::text[]))
      and exists (select from entity_supervision s where s.credit_code = e.credit_code and s.authority = any(${scope.authorities}::text[]))
    order by e.credit_code limit ${most}`.execute(work);
  return rows;
}

async function projectsAfter(work: Work, authorities: readonly string[], after: string, most: number): Promise<Line[]> {
  const { rows } = await sql<Line>`
    select code, 'project' as category from project
    where code > ${after} and status = 'active' and authority = any(${authorities}::text[])
    order by code limit ${most}`.execute(work);
  return rows;
}
