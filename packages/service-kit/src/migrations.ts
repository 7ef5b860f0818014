import { Kysely, PostgresDialect, sql } from "kysely";
import {
  DEFAULT_MIGRATION_LOCK_TABLE,
  DEFAULT_MIGRATION_TABLE,
  Migrator,
  type Migration,
} from "kysely/migration";
import { Pool } from "pg";

/**
 * Brings a service's schema up to date as its owner. Migrations run in the order of their names, once each. What ran is
 * the owner's to know: the service's role, which has the schema's name, has no right to those tables.
 * @throws the error of the migration that failed; that one is rolled back.
 */
export async function migrate(
  ownerUrl: string,
  schema: string,
  migrations: Record<string, Migration>,
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
  } finally {
    await database.destroy();
  }
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

/** Makes the function by which the policies of a schema decide whose rows are visible. Goes into its first migration. */
export async function createVisibility<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  await sql`
    create function ${sql.ref(`${schema}.scope`)}() returns text language sql stable
    as $$ select coalesce(current_setting('shuangsui.authority', true), '') $$`.execute(database);
  // A plain expression without FROM, so that PostgreSQL writes it into each query instead of calling it a row.
  const scope = sql.ref(`${schema}.scope`);
  await sql`
    create function ${sql.ref(`${schema}.visible`)}(owner text) returns boolean language sql stable
    as $$ select owner = ${scope}() or ${scope}() = 'system' or (${scope}() like '____00' and left(owner, 4) = left(${scope}(), 4)) $$`.execute(
    database,
  );
}

/**
 * Puts a table with a column `authority` under row-level security: an authority sees its own rows and
 * its subordinates', and writes its own alone (article 3).
 */
export async function protect<DB>(database: Kysely<DB>, schema: string, table: string): Promise<void> {
  const name = sql.ref(`${schema}.${table}`);
  const visible = sql.ref(`${schema}.visible`);
  const scope = sql.ref(`${schema}.scope`);
  await sql`alter table ${name} enable row level security`.execute(database);
  await sql`alter table ${name} force row level security`.execute(database);
  await sql`create policy reading on ${name} for select using (${visible}(authority))`.execute(database);
  await sql`create policy writing on ${name} for all using (authority = ${scope}() or ${scope}() = 'system')
            with check (authority = ${scope}() or ${scope}() = 'system')`.execute(database);
}
