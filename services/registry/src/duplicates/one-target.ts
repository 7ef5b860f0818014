import type { MergeInForce } from "@shuangsui/contracts";
import { sql, type RawBuilder } from "kysely";
import type { Work } from "../register/register.ts";

/** The register in which targets of a kind stand. */
const registers = { entity: "entities", project: "projects" } as const;
type TargetKind = keyof typeof registers;

/**
 * Which codes are one target since they were merged, whichever authority merged them, in pairs of `one` and `code`: of each of these codes
 * all, itself too, or of all codes that are merged. A transaction that is to know of all merges sees all authorities.
 */
export function mergedPairs(
  kind: TargetKind,
  codes: readonly string[] | null,
): RawBuilder<{ one: string; code: string }> {
  const merges = sql`select kept, merged from merge where register = ${registers[kind]} and undone_at is null`;
  const both = sql`(select kept as code, merged as other from (${merges}) m union all select merged, kept from (${merges}) m)`;
  const first =
    codes === null
      ? sql`select code from ${both} merges`
      : sql`select unnest(${[...codes]}::text[]) collate "C"`;
  return sql`
    with recursive same (one, code) as (
      select code, code from (${first}) asked (code)
      union select same.one, merges.other from same join ${both} merges on merges.code = same.code)
    select one, code from same`;
}

/** The same pairs of those alone that are merged with another. `work` sees all authorities. */
export async function codesMerged(
  work: Work,
  kind: TargetKind,
  codes: readonly string[] | null,
): Promise<{ one: string; code: string }[]> {
  const { rows } = await mergedPairs(kind, codes).execute(work);
  const others = new Set(rows.flatMap(({ one, code }) => (one === code ? [] : [one])));
  return rows.filter(({ one }) => others.has(one));
}

/** All codes that a target has since it was merged with others, its own too. `work` sees all authorities. */
export async function codesOfTarget(work: Work, kind: TargetKind, code: string): Promise<string[]> {
  const { rows } = await mergedPairs(kind, [code]).execute(work);
  return rows.map((row) => row.code);
}

/** The code by which a target is registered since it was merged into others; its own where it was not. `work` sees all authorities. */
export async function keptCodeOf(work: Work, kind: TargetKind, code: string): Promise<string> {
  const { rows } = await sql<{ code: string }>`
    with recursive chain (code, step) as (
      select ${code}::text collate "C", 0
      union select kept, step + 1 from chain join merge on merge.merged = chain.code
        where register = ${registers[kind]} and undone_at is null and step < ${mostSteps})
    select code from chain order by step desc limit 1`.execute(work);
  return rows[0]?.code ?? code;
}
/** Nobody merges that often; two that were merged into one another would have no end. */
const mostSteps = 20;

/** All merges in force, in the order in which they were made. */
export async function mergesNow(work: Work): Promise<MergeInForce[]> {
  const { rows } = await sql<MergeInForce>`
    select id, authority, case register when 'entities' then 'entity' else 'project' end as kind, kept, merged
    from merge where undone_at is null order by id`.execute(work);
  return rows;
}
