import { authorityTree, type AuditFacts, type Authority } from "@shuangsui/contracts";
import { sql, type Kysely, type RawBuilder } from "kysely";
import { isDeepStrictEqual } from "node:util";

/** Where a process hears that the table has changed. */
export const authoritiesChannel = "authorities";

/**
 * Makes the table of authorities in a service's schema (articles 34, 35). Whose rows one sees, its own and those of all below it,
 * stands in `sees`, for that is asked for with each transaction. The service itself may read it alone: only its schema's owner changes who is above whom.
 */
export async function createAuthorityTable<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  const table = sql.ref(`${schema}.authority`);
  await sql`create table ${table} (
    code text primary key,
    parent text references ${table} deferrable initially deferred,
    level text not null,
    name text not null,
    short text not null,
    english jsonb not null,
    place integer not null,
    sees text[] not null
  )`.execute(database);
  await sql`alter table ${table} enable row level security`.execute(database);
  await sql`alter table ${table} force row level security`.execute(database);
  await sql`create policy reading on ${table} for select using (true)`.execute(database);
  await sql`create policy adding on ${table} for insert to current_user with check (true)`.execute(database);
  await sql`create policy changing on ${table} for update to current_user using (true)`.execute(database);
  await sql`revoke insert, update, delete on ${table} from ${sql.ref(schema)}`.execute(database);
}

/**
 * Keeps these authorities, and no others, in a schema's table, as its owner or a superuser; processes hear of it. An authority
 * that was there once stays: rows are its own.
 * @throws ZodError where they are no tree; RangeError naming an authority that is left out
 */
export async function keepAuthorities<DB>(
  transaction: Kysely<DB>,
  schema: string,
  given: unknown,
): Promise<void> {
  const all = authorityTree.parse(given);
  const table = sql.ref(`${schema}.authority`);
  const { rows: leftOut } = await sql<{ code: string }>`
    select code from ${table} where code <> all (${all.map(({ code }) => code)}::text[]) order by code`.execute(
    transaction,
  );
  if (leftOut.length > 0)
    throw new RangeError(
      `${leftOut.map(({ code }) => code).join(", ")}: left out, though rows may be its own: an authority is never removed`,
    );
  const before = await readTree(transaction, table);
  await sql`
    insert into ${table} (code, parent, level, name, short, english, place, sees)
    select code, parent, level, name, short, english, place, '{}'
    from jsonb_to_recordset(${JSON.stringify(all.map((one, place) => ({ ...one, place })))}::jsonb)
      as given (code text, parent text, level text, name text, short text, english jsonb, place integer)
    on conflict (code) do update set parent = excluded.parent, level = excluded.level, name = excluded.name,
      short = excluded.short, english = excluded.english, place = excluded.place`.execute(transaction);
  await sql`
    with recursive below (viewer, code) as (
      select code, code from ${table}
      union all
      select below.viewer, child.code from below join ${table} as child on child.parent = below.code
    )
    update ${table} as one
    set sees = array(select below.code from below where below.viewer = one.code order by below.code)`.execute(
    transaction,
  );
  if (before.length > 0) await noteChanges(transaction, schema, before, all);
  await sql`select pg_notify(${authoritiesChannel}, '')`.execute(transaction);
}

/**
 * Writes down each authority that came or changed, where the schema has an audit trail (articles 32, 33). With the first ones a
 * service begins: nothing was there that they change.
 */
async function noteChanges<DB>(
  transaction: Kysely<DB>,
  schema: string,
  before: readonly Authority[],
  after: readonly Authority[],
): Promise<void> {
  const audit = sql.ref(`${schema}.audit`);
  const { rows } = await sql<{ is: boolean }>`
    select to_regclass(${`${schema}.audit`}) is not null as is`.execute(transaction);
  if (rows[0]?.is !== true) return;
  const was = new Map(before.map((one) => [one.code, one]));
  const entries = after.flatMap((one) => {
    const old = was.get(one.code);
    if (old !== undefined && isDeepStrictEqual(factsOf(old), factsOf(one))) return [];
    return {
      ...{ authority: one.code, action: old === undefined ? "authority/made" : "authority/changed" },
      ...{ before: old === undefined ? null : factsOf(old), after: factsOf(one) },
    };
  });
  if (entries.length === 0) return;
  await sql`select set_config('shuangsui.authority', 'system', true)`.execute(transaction);
  await sql`
    insert into ${audit} (id, at, authority, actor, action, subject, before, after)
    select gen_random_uuid(), clock_timestamp(), authority, 'operator', action, authority, before, after
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
      as entry (authority text, action text, before jsonb, after jsonb)`.execute(transaction);
}

/** What an entry tells of an authority. */
function factsOf({ parent, level, name, short, english }: Authority): AuditFacts {
  return { parent, level, name, short, englishName: english.name, englishShort: english.short };
}

/** The authorities as a service's table has them, in the order in which they were given. */
export async function readAuthorities<DB>(database: Kysely<DB>): Promise<Authority[]> {
  return readTree(database, sql.ref("authority"));
}

async function readTree<DB>(database: Kysely<DB>, table: RawBuilder<unknown>): Promise<Authority[]> {
  const { rows } = await sql<Authority>`
    select code, parent, level, name, short, english from ${table} order by place`.execute(database);
  return rows;
}
