import { seeingAll } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { insertRows } from "../register/store.ts";
import type { Work } from "../register/register.ts";
import type { Supervision } from "./rules.ts";
import type { EntityRow } from "./tables.ts";

/** Which of these codes the authority supervises already. */
export async function supervisedAmong(
  work: Work,
  authority: string,
  codes: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ credit_code: string }>`
    select credit_code from entity_supervision where authority = ${authority} and credit_code = any(${codes}::text[])`.execute(
    work,
  );
  return new Set(rows.map((row) => row.credit_code));
}

/** Who has entities in its register, by their codes, whoever may see that. */
export async function supervisionsOf(
  work: Work,
  viewer: string,
  codes: readonly string[],
): Promise<ReadonlyMap<string, readonly Supervision[]>> {
  const { rows } = await seeingAll(work, viewer, () =>
    sql<Supervision & { credit_code: string }>`
      select credit_code, authority, status from entity_supervision
      where credit_code = any(${codes}::text[]) order by authority`.execute(work),
  );
  return Map.groupBy(rows, (row) => row.credit_code);
}

/** Who has one entity in its register. */
export async function supervisorsOf(
  work: Work,
  viewer: string,
  code: string,
): Promise<readonly Supervision[]> {
  return (await supervisionsOf(work, viewer, [code])).get(code) ?? [];
}

/** Keeps an entity as it is until the transaction ends; false where the scope may not change it. */
export async function lockEntity(work: Work, code: string): Promise<boolean> {
  const { rows } = await sql`select from entity where credit_code = ${code} for update`.execute(work);
  return rows.length > 0;
}

/** What the prefecture shares of entities: no contact, no supervisor, no status with one. */
export async function sharedEntities(work: Work, codes: readonly string[]): Promise<Map<string, EntityRow>> {
  const { rows } = await sql<EntityRow>`
    select '' as id, '' as authority, version, updated_at, credit_code as code, check_character_reason, name, address, legal_representative,
      category, null as status, null as contact_name, null as contact_phone, words
    from entity where credit_code = any(${codes}::text[])`.execute(work);
  return new Map(rows.map((row) => [row.code, row]));
}

/**
 * Registers entities under their supervisor; one that the prefecture has already gains a supervisor and a version, and
 * is given as the prefecture has it.
 */
export async function insertEntities(work: Work, rows: readonly EntityRow[]): Promise<EntityRow[]> {
  const shared = rows.map((row) => ({
    credit_code: row.code,
    check_character_reason: row.check_character_reason,
    name: row.name,
    address: row.address,
    legal_representative: row.legal_representative,
    category: row.category,
    version: row.version,
    updated_at: row.updated_at,
    words: row.words,
  }));
  const { rows: created } = await sql<{ credit_code: string }>`
    insert into entity select * from jsonb_populate_recordset(null::entity, ${JSON.stringify(shared)}::jsonb)
    on conflict do nothing returning credit_code`.execute(work);
  const supervisions = rows.map((row) => ({
    id: row.id,
    authority: row.authority,
    credit_code: row.code,
    category: row.category,
    status: row.status,
    contact_name: row.contact_name,
    contact_phone: row.contact_phone,
  }));
  const written = await insertRows(work, "entity_supervision", supervisions);
  const fresh = new Set(created.map((row) => row.credit_code));
  const mine = rows.filter((row) => written.has(row.id));
  const standing = await joinEntities(
    work,
    mine.filter((row) => !fresh.has(row.code)),
  );
  return mine.map((row) => ({ ...row, ...standing.get(row.code) }));
}

/**
 * Gives entities that the prefecture had already the version that says who joined their supervisors, and the supervisor
 * what lists are narrowed by as the prefecture has it.
 */
async function joinEntities(work: Work, rows: readonly EntityRow[]) {
  const codes = rows.map((row) => row.code);
  const { rows: raised } = await sql<
    Omit<EntityRow, "id" | "authority" | "status" | "contact_name" | "contact_phone">
  >`
    with joined as (
      update entity set version = version + 1, updated_at = ${rows[0]?.updated_at ?? null}
      where credit_code = any(${codes}::text[]) returning *)
    update entity_supervision as mine set category = joined.category
    from joined where mine.credit_code = joined.credit_code and mine.authority = ${rows[0]?.authority ?? null}
    returning joined.credit_code as code, joined.version, joined.updated_at,
      joined.check_character_reason, joined.name, joined.address, joined.legal_representative, joined.category,
      joined.words`.execute(work);
  return new Map(raised.map((row) => [row.code, row]));
}

/** Writes what an entity's supervisor, or their superior, changed; false where the version before is no longer there. */
export async function updateEntity(work: Work, row: EntityRow): Promise<boolean> {
  const { numUpdatedRows } = await work
    .updateTable("entity")
    .set({
      name: row.name,
      address: row.address,
      legal_representative: row.legal_representative,
      category: row.category,
      version: row.version,
      updated_at: row.updated_at,
      words: row.words,
    })
    .where("credit_code", "=", row.code)
    .where("version", "=", row.version - 1)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) return false;
  const { status, contact_name, contact_phone } = row;
  if (status !== null && contact_name !== null && contact_phone !== null)
    await work
      .updateTable("entity_supervision")
      .set({ status, contact_name, contact_phone })
      .where("id", "=", row.id)
      .execute();
  return true;
}
