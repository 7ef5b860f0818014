import type { SnapshotConflict, SnapshotInspector } from "@shuangsui/contracts";
import { sql } from "kysely";
import { creditOf, type TargetKind } from "./targets.ts";
import { riskClassOf } from "../credit/rules.ts";
import type { InspectorRow } from "../inspectors/tables.ts";
import type { ItemRow } from "../items/tables.ts";
import type { Work } from "../register/register.ts";

/** The authority's own inspectors who may inspect on a day, sorted by id (article 15). */
export function inspectorsOn(authority: string, day: string) {
  return sql<SnapshotInspector>`
    select id, kind, types, specialties, certificate_number as "certificateNumber" from inspector
    where authority = ${authority} and status = 'active' and (certificate_valid_from is null or certificate_valid_from <= ${day}::date)
      and (certificate_valid_to is null or certificate_valid_to >= ${day}::date)
      and (leave_from is null or leave_from > ${day}::date or leave_until < ${day}::date)
    order by id`;
}

/** The conflicts that the authority's own inspectors declared, sorted by inspector, then target. */
export function declaredConflicts(authority: string) {
  return sql<SnapshotConflict>`
    select inspector_id as "inspectorId", target_code as "targetCode" from conflict
    where authority = ${authority} and status = 'declared' order by inspector_id, target_code`;
}

/** The authority's own items of these codes. */
export async function itemsOf(work: Work, authority: string, codes: readonly string[]): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    select * from item where authority = ${authority} and code = any(${codes}::text[]) order by code`.execute(
    work,
  );
  return rows;
}

/** The visible inspectors of these ids. */
export async function inspectorsOf(work: Work, ids: readonly string[]): Promise<InspectorRow[]> {
  const { rows } = await sql<InspectorRow>`select * from inspector where id = any(${ids}::uuid[])`.execute(
    work,
  );
  return rows;
}

/** What those of these targets are called that the authority may know of. */
export async function namesOfTargets(
  work: Work,
  kind: TargetKind,
  codes: readonly string[],
): Promise<{ code: string; name: string }[]> {
  const { rows } = await sql<{ code: string; name: string }>`
    ${
      kind === "entity"
        ? sql`select credit_code as code, name from entity where credit_code = any(${codes}::text[])`
        : sql`select code, name from project where code = any(${codes}::text[])`
    }`.execute(work);
  return rows;
}

/** One target with its class on a day, or undefined where the authority may know of none. */
export async function targetOf(work: Work, authority: string, kind: TargetKind, code: string, day: string) {
  // An entity has a status with each authority that supervises it.
  const ofEntity = sql`
    select name, address, (select min(status) from entity_supervision s where s.credit_code = entity.credit_code) as status
    from entity where credit_code = ${code}`;
  const ofProject = sql`select name, address, status from project where code = ${code}`;
  const { rows } = await sql<{ name: string; address: string; status: "active" | "deregistered" | null }>`
    ${kind === "entity" ? ofEntity : ofProject}`.execute(work);
  const row = rows[0];
  if (row === undefined) return undefined;
  const credit = await creditOf(work, authority, kind, [code], day);
  return {
    code,
    name: row.name,
    address: row.address,
    kind,
    riskClass: riskClassOf(credit.get(code)),
    status: row.status,
  };
}
