import type { SnapshotConflict, SnapshotInspector } from "@shuangsui/contracts";
import { seeingAll } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { mergedPairs } from "../duplicates/one-target.ts";
import { creditOf, inBusiness, underWay, type TargetKind } from "./targets.ts";
import { riskRulesOn } from "../credit/risk-tables.ts";
import { riskClassOf } from "../credit/rules.ts";
import type { InspectorRow } from "../inspectors/tables.ts";
import type { ItemEntry } from "../items/tables.ts";
import type { Work } from "../register/register.ts";

/** The days on which a check may take place, both included. */
export type Window = { from: string; until: string };

/**
 * The authority's own inspectors who may inspect on a day and, if only on one of them, on the days of the check, sorted by
 * id (articles 15, 25): who is on leave then, or whose certificate will have ended, is not drawn.
 */
export function inspectorsOn(authority: string, day: string, { from, until }: Window) {
  const ofWindow = sql`daterange(${from}::date, ${until}::date, '[]')`;
  return sql<SnapshotInspector>`
    select id, kind, types, specialties, certificate_number as "certificateNumber" from inspector
      cross join lateral (select daterange(certificate_valid_from, certificate_valid_to, '[]') as certified,
        coalesce((select range_agg(daterange((leave->>'from')::date, (leave->>'until')::date, '[]'))
          from jsonb_array_elements(leaves) leave), '{}'::datemultirange) as away) as days
    where authority = ${authority} and status = 'active' and certified @> ${day}::date and not away @> ${day}::date
      and not isempty(certified * ${ofWindow}) and not away @> (certified * ${ofWindow})
    order by id`;
}

/** The interests of the authority's own inspectors that hold on some day of the check, sorted by inspector, then target. */
export function declaredConflicts(authority: string, { from, until }: Window) {
  return sql<SnapshotConflict>`
    select inspector_id as "inspectorId", target_code as "targetCode" from conflict
    where authority = ${authority} and status = 'declared'
      and daterange(valid_from, valid_to, '[]') && daterange(${from}::date, ${until}::date, '[]')
    order by inspector_id, target_code`;
}

/** The same interests under all codes that their targets have since they were merged, each once. */
export async function underAllCodes(
  work: Work,
  authority: string,
  conflicts: readonly SnapshotConflict[],
): Promise<SnapshotConflict[]> {
  const codes = [...new Set(conflicts.map(({ targetCode }) => targetCode))];
  const pairs = await seeingAll(work, authority, () =>
    Promise.all((["entity", "project"] as const).map((kind) => mergedPairs(kind, codes).execute(work))),
  );
  const codesOf = Map.groupBy(
    pairs.flatMap(({ rows }) => rows),
    ({ one }) => one,
  );
  const named = conflicts.flatMap(({ inspectorId, targetCode }) =>
    [targetCode, ...(codesOf.get(targetCode) ?? []).map(({ code }) => code)].map(
      (code) => [`${inspectorId} ${code}`, { inspectorId, targetCode: code }] as const,
    ),
  );
  return [...new Map(named).values()];
}

/** The authority's own items of these codes. */
export async function itemsOf(work: Work, authority: string, codes: readonly string[]): Promise<ItemEntry[]> {
  const { rows } = await sql<ItemEntry>`
    select * from item_entry where authority = ${authority} and code = any(${codes}::text[]) order by code`.execute(
    work,
  );
  return rows;
}

/** The authority's whole list of items, sorted by code. */
export function listedItems(authority: string) {
  return sql<ItemEntry>`select * from item_entry where authority = ${authority} order by code`;
}

/** The visible inspectors of these ids. */
export async function inspectorsOf(work: Work, ids: readonly string[]): Promise<InspectorRow[]> {
  const { rows } = await sql<InspectorRow>`select * from inspector where id = any(${ids}::uuid[])`.execute(
    work,
  );
  return rows;
}

/** What those of these targets are called that the authority may know of, and in which division they are. */
export async function namesOfTargets(
  work: Work,
  kind: TargetKind,
  codes: readonly string[],
): Promise<{ code: string; name: string; territory: string | null }[]> {
  const { rows } = await sql<{ code: string; name: string; territory: string | null }>`
    ${
      kind === "entity"
        ? sql`select credit_code as code, name, territory from entity where credit_code = any(${codes}::text[])`
        : sql`select code, name, territory from project where code = any(${codes}::text[])`
    }`.execute(work);
  return rows;
}

/** One target with its class on a day, or undefined where the authority may know of none. */
export async function targetOf(work: Work, authority: string, kind: TargetKind, code: string, day: string) {
  // An entity has a status with each authority that supervises it, and in business for all of them.
  const ofEntity = sql`
    select name, address, territory, (select min(case when ${inBusiness} then s.status else 'deregistered' end)
      from entity_supervision s where s.credit_code = e.credit_code) as status
    from entity e where credit_code = ${code}`;
  const ofProject = sql`
    select name, address, territory, case when ${underWay} then status else 'deregistered' end as status from project p where code = ${code}`;
  const { rows } = await sql<{
    name: string;
    address: string;
    territory: string | null;
    status: "active" | "deregistered" | null;
  }>`
    ${kind === "entity" ? ofEntity : ofProject}`.execute(work);
  const row = rows[0];
  if (row === undefined) return undefined;
  const rules = await riskRulesOn(work, authority, day);
  const credit = await creditOf(work, authority, kind, [code], day, rules);
  return {
    code,
    name: row.name,
    address: row.address,
    kind,
    territory: row.territory,
    riskClass: riskClassOf(credit.get(code), rules),
    status: row.status,
  };
}
