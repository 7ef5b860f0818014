import { Kysely, PostgresDialect, sql } from "kysely";
import {
  DEFAULT_MIGRATION_LOCK_TABLE,
  DEFAULT_MIGRATION_TABLE,
  Migrator,
  type Migration,
} from "kysely/migration";
import { readFile } from "node:fs/promises";
import { Pool } from "pg";
import { createAuthorityTable, keepAuthorities } from "./authorities/table.ts";

/**
 * Brings a service's schema up to date as its owner. Migrations run in the order of their names, once each. What ran is
 * the owner's to know: the service's role, which has the schema's name, has no right to those tables. Then keeps the
 * authorities where some are given; they are read as what came in.
 * @throws the error of the migration that failed; that one is rolled back. As `keepAuthorities` does
 */
export async function migrate(
  ownerUrl: string,
  schema: string,
  migrations: Record<string, Migration>,
  authorities?: unknown,
): Promise<void> {
  const database = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new Pool({ connectionString: ownerUrl, max: 2 }) }),
  });
  try {
    const migrator = new Migrator({
      db: database,
      migrationTableSchema: schema,
      provider: { getMigrations: async () => migrations },
    });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
    await hideBookkeeping(database, schema);
    if (authorities !== undefined)
      await database.transaction().execute((work) => keepAuthorities(work, schema, authorities));
  } finally {
    await database.destroy();
  }
}

/**
 * The program that brings a service's schema up to date: DATABASE_OWNER_URL is its owner's, and AUTHORITIES_FILE, where it is
 * set, a JSON file of all authorities. Ends the process where the first is missing.
 */
export async function runMigrations(schema: string, migrations: Record<string, Migration>): Promise<void> {
  const { DATABASE_OWNER_URL: url = "", AUTHORITIES_FILE: file = "" } = process.env;
  if (url === "") {
    process.stderr.write("setting DATABASE_OWNER_URL: is missing\n");
    process.exit(78);
  }
  const authorities: unknown = file === "" ? undefined : JSON.parse(await readFile(file, "utf8"));
  await migrate(url, schema, migrations, authorities);
}

async function hideBookkeeping(database: Kysely<unknown>, schema: string): Promise<void> {
  const [what, lock] = [DEFAULT_MIGRATION_TABLE, DEFAULT_MIGRATION_LOCK_TABLE].map((table) =>
    sql.ref(`${schema}.${table}`),
  );
  await database.transaction().execute(async (transaction) => {
    // Two that do it at once would fail by each other.
    await sql`lock table ${lock}`.execute(transaction);
    await sql`revoke all on ${what}, ${lock} from ${sql.ref(schema)}`.execute(transaction);
  });
}

/**
 * Makes the authorities' table, and the functions that tell a schema's policies for which authority a transaction writes, whose
 * rows it sees, and in which person's name alone it writes (none: in anybody's), as `database.as` has set them. Goes into its
 * first migration.
 */
export async function createVisibility<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  await createAuthorityTable(database, schema);
  await sql`
    create function ${sql.ref(`${schema}.scope`)}() returns text language sql stable
    as $$ select coalesce(current_setting('shuangsui.authority', true), '') $$`.execute(database);
  await sql`
    create function ${sql.ref(`${schema}.seen`)}() returns text[] language sql stable
    as $$ select coalesce(nullif(current_setting('shuangsui.seen', true), ''), '{}')::text[] $$`.execute(
    database,
  );
  // A service writes on behalf of others, and so does the system; what runs by itself does for nobody.
  await sql`
    create function ${sql.ref(`${schema}.writer`)}() returns text language sql stable
    as $$ select case when ${sql.ref(`${schema}.scope`)}() = 'system'
        or 'service' = any (string_to_array(current_setting('shuangsui.roles', true), ',')) then ''
      else coalesce(current_setting('shuangsui.person', true), '') end $$`.execute(database);
}

/**
 * What the service may do with rows once they are written: change and remove them, change them and never remove them, or
 * neither.
 */
export type Protection = "free" | "kept" | "written-once";

/**
 * Puts a table with a column `authority` under row-level security: an authority sees its own rows and
 * its subordinates', and writes its own alone (article 3), as far as the protection lets its service, whose role has the
 * schema's name. Where rows name an `actor`, a person writes them in no other person's name. What stands in a sub-select is evaluated once a statement, not once a row.
 */
export async function protect<DB>(
  database: Kysely<DB>,
  schema: string,
  table: string,
  protection: Protection = "free",
): Promise<void> {
  const name = sql.ref(`${schema}.${table}`);
  const role = sql.ref(schema);
  const visible = sql`authority = any ((select ${sql.ref(`${schema}.seen`)}())::text[])`;
  const scope = sql`(select ${sql.ref(`${schema}.scope`)}())`;
  const own = sql`authority = ${scope} or ${scope} = 'system'`;
  await secure(database, schema, table);
  await sql`create policy reading on ${name} for select using (${visible})`.execute(database);
  const signed = (await hasActor(database, schema, table)) ? ownName(schema) : sql``;
  await sql`create policy adding on ${name} for insert with check ((${own})${signed})`.execute(database);
  if (protection === "written-once") await sql`revoke update on ${name} from ${role}`.execute(database);
  else
    await sql`create policy changing on ${name} for update using (${own}) with check (${own})`.execute(
      database,
    );
  if (protection === "free")
    await sql`create policy removing on ${name} for delete using (${own})`.execute(database);
  else await sql`revoke delete on ${name} from ${role}`.execute(database);
}

async function hasActor<DB>(database: Kysely<DB>, schema: string, table: string): Promise<boolean> {
  const { rows } = await sql`select from information_schema.columns
    where table_schema = ${schema} and table_name = ${table} and column_name = 'actor'`.execute(database);
  return rows.length > 0;
}

/** What a person asks for is written in that name, and beside it what time alone has done by then. */
function ownName(schema: string) {
  const writer = sql`(select ${sql.ref(`${schema}.writer`)}())`;
  return sql` and (${writer} in ('', actor) or actor = 'system')`;
}

/** Puts a table under row-level security that holds for its owner too; it shows nothing until it has policies. */
export async function secure<DB>(database: Kysely<DB>, schema: string, table: string): Promise<void> {
  const name = sql.ref(`${schema}.${table}`);
  await sql`alter table ${name} enable row level security`.execute(database);
  await sql`alter table ${name} force row level security`.execute(database);
}
