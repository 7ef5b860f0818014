import type { Permit } from "@shuangsui/contracts";
import { arrayOf, seeingAll } from "@shuangsui/service-kit";
import { sql } from "kysely";
import type { Work } from "../register/register.ts";
import type { Supervision } from "./rules.ts";
import type { SharedEntity } from "../tables.ts";
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

/** The columns of what the prefecture shares. */
const sharedColumns = sql.raw(
  `check_character_reason, name, address, legal_representative, category,
    business_state, territory, trades, permits, longitude, latitude, version, updated_at, words`,
);

/** What the prefecture shares of entities: no contact, no supervisor, no status with one. */
export async function sharedEntities(work: Work, codes: readonly string[]): Promise<Map<string, EntityRow>> {
  const { rows } = await sql<EntityRow>`
    select '' as id, '' as authority, credit_code as code, ${sharedColumns}, null as status, null as removal_ground,
      null as contact_name, null as contact_phone, null as contacts
    from entity where credit_code = any(${codes}::text[])`.execute(work);
  return new Map(rows.map((row) => [row.code, row]));
}

/**
 * Registers entities under their supervisor; one that the prefecture has already gains a supervisor and a version, and
 * is given as the prefecture has it.
 */
export async function insertEntities(work: Work, rows: readonly EntityRow[]): Promise<EntityRow[]> {
  const column = (of: (row: EntityRow) => string | number | null) => arrayOf(rows.map(of));
  const codes = column(({ code }) => code);
  const categories = column(({ category }) => category);
  const [created, written] = await Promise.all([
    sql<{ credit_code: string }>`
      insert into entity (credit_code, ${sharedColumns})
      select * from unnest(${codes}::text[], ${column((row) => row.check_character_reason)}::text[],
        ${column(({ name }) => name)}::text[], ${column(({ address }) => address)}::text[],
        ${column((row) => row.legal_representative)}::text[], ${categories}::text[],
        ${column((row) => row.business_state)}::text[], ${column(({ territory }) => territory)}::text[],
        ${column(({ trades }) => JSON.stringify(trades))}::jsonb[], ${column(({ permits }) => JSON.stringify(permits))}::jsonb[],
        ${column(({ longitude }) => longitude)}::double precision[], ${column(({ latitude }) => latitude)}::double precision[],
        ${column(({ version }) => version)}::integer[], ${column((row) => row.updated_at.toISOString())}::timestamptz[],
        ${column(({ words }) => words)}::text[])
      on conflict do nothing returning credit_code`.execute(work),
    sql<{ id: string }>`
      insert into entity_supervision (id, authority, credit_code, category, status, contact_name, contact_phone, contacts)
      select * from unnest(${column(({ id }) => id)}::uuid[], ${column(({ authority }) => authority)}::text[], ${codes}::text[],
        ${categories}::text[], ${column(({ status }) => status)}::text[], ${column((row) => row.contact_name)}::text[],
        ${column((row) => row.contact_phone)}::text[], ${column(({ contacts }) => contacts)}::text[])
      on conflict do nothing returning id`.execute(work),
  ]);
  const fresh = new Set(created.rows.map((row) => row.credit_code));
  const supervised = new Set(written.rows.map((row) => row.id));
  const mine = rows.filter((row) => supervised.has(row.id));
  const joined = mine.filter((row) => !fresh.has(row.code));
  if (joined.length === 0) return mine;
  const standing = await joinEntities(work, joined);
  return mine.map((row) => ({ ...row, ...standing.get(row.code) }));
}

/**
 * Gives entities that the prefecture had already the version that says who joined their supervisors, and the supervisor
 * what lists are narrowed by as the prefecture has it.
 */
async function joinEntities(work: Work, rows: readonly EntityRow[]) {
  const codes = rows.map((row) => row.code);
  const { rows: raised } = await sql<SharedEntity & { code: string }>`
    with joined as (
      update entity set version = version + 1, updated_at = ${rows[0]?.updated_at ?? null}
      where credit_code = any(${codes}::text[]) returning *)
    update entity_supervision as mine set category = joined.category
    from joined where mine.credit_code = joined.credit_code and mine.authority = ${rows[0]?.authority ?? null}
    returning joined.credit_code as code, joined.*`.execute(work);
  return new Map(raised.map(({ credit_code: _code, ...row }) => [row.code, row]));
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
      business_state: row.business_state,
      territory: row.territory,
      trades: sql<string[]>`${JSON.stringify(row.trades)}::jsonb`,
      permits: sql<Permit[]>`${JSON.stringify(row.permits)}::jsonb`,
      longitude: row.longitude,
      latitude: row.latitude,
      version: row.version,
      updated_at: row.updated_at,
      words: row.words,
    })
    .where("credit_code", "=", row.code)
    .where("version", "=", row.version - 1)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) return false;
  const { status, removal_ground, contact_name, contact_phone, contacts } = row;
  if (status !== null && contact_name !== null && contact_phone !== null)
    await work
      .updateTable("entity_supervision")
      .set({ status, removal_ground, contact_name, contact_phone, contacts })
      .where("id", "=", row.id)
      .execute();
  return true;
}
