import { systemScope, type ScopedDatabase } from "@shuangsui/service-kit";
import { sql } from "kysely";
import type { RegistrySnapshot } from "../neighbours/registry.ts";
import type { Work } from "../tables.ts";

type TargetKind = "entity" | "project";

/**
 * Which codes are one target since the registry merged them, in pairs of `one` and `code`: of each of these codes all, its own too, or
 * of all that are merged. `work` sees all authorities.
 */
export function mergedPairs(kind: TargetKind, codes: readonly string[] | null) {
  const both = sql`(select kept as code, merged as other from merged_target where target_kind = ${kind}
    union all select merged, kept from merged_target where target_kind = ${kind})`;
  const first =
    codes === null ? sql`select code from ${both} merges` : sql`select unnest(${[...codes]}::text[])`;
  return sql<{ one: string; code: string }>`
    (with recursive same (one, code) as (
      select code, code from (${first}) asked (code)
      union select same.one, merges.other from same join ${both} merges on merges.code = same.code)
    select one, code from same)`;
}

/** All codes that a target has since it was merged with others, its own too, sorted. `work` sees all authorities. */
export async function codesOfTarget(work: Work, kind: TargetKind, code: string): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`select code from ${mergedPairs(kind, [code])} same`.execute(
    work,
  );
  return rows.map((row) => row.code).toSorted();
}

/** Takes over which merges are in force in the registry; gives how many of them are new or gone. */
export async function learnMerges(
  database: ScopedDatabase<Work>,
  registry: Pick<RegistrySnapshot, "merges">,
): Promise<number> {
  const merges = await registry.merges();
  const told = JSON.stringify(merges);
  return database.as(systemScope, async (work) => {
    // Two at once would each write what the other has.
    await sql`select pg_advisory_xact_lock(hashtextextended('merged-targets', 0))`.execute(work);
    const { rows } = await sql<{ count: number }>`
      with told as (select * from jsonb_to_recordset(${told}::jsonb)
          as merge (id uuid, authority text, kind text, kept text, merged text)),
        gone as (delete from merged_target where id not in (select id from told) returning id),
        added as (insert into merged_target (id, authority, target_kind, kept, merged)
          select id, authority, kind, kept, merged from told on conflict (id) do nothing returning id)
      select ((select count(*) from gone) + (select count(*) from added))::integer as count`.execute(work);
    return rows[0]?.count ?? 0;
  });
}
