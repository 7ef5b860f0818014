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

/**
 * Makes the functions that tell a schema's policies in whose name a transaction writes and whose rows it sees, as
 * `database.as` has set them. Goes into its first migration.
 */
export async function createVisibility<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  await sql`
    create function ${sql.ref(`${schema}.scope`)}() returns text language sql stable
    as $$ select coalesce(current_setting('shuangsui.authority', true), '') $$`.execute(database);
  await sql`
    create function ${sql.ref(`${schema}.seen`)}() returns text[] language sql stable
    as $$ select coalesce(nullif(current_setting('shuangsui.seen', true), ''), '{}')::text[] $$`.execute(
    database,
  );
}

/**
 * What the service may do with rows once they are written: change and remove them, change them and never remove them, or
 * neither.
 */
export type Protection = "free" | "kept" | "written-once";

/**
 * Puts a table with a column `authority` under row-level security: an authority sees its own rows and
 * its subordinates', and writes its own alone (article 3), as far as the protection lets its service, whose role has the
 * schema's name. What stands in a sub-select is evaluated once a statement, not once a row.
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
  await sql`create policy adding on ${name} for insert with check (${own})`.execute(database);
  if (protection === "written-once") await sql`revoke update on ${name} from ${role}`.execute(database);
  else
    await sql`create policy changing on ${name} for update using (${own}) with check (${own})`.execute(
      database,
    );
  if (protection === "free")
    await sql`create policy removing on ${name} for delete using (${own})`.execute(database);
  else await sql`revoke delete on ${name} from ${role}`.execute(database);
}

/** Puts a table under row-level security that holds for its owner too; it shows nothing until it has policies. */
export async function secure<DB>(database: Kysely<DB>, schema: string, table: string): Promise<void> {
  const name = sql.ref(`${schema}.${table}`);
  await sql`alter table ${name} enable row level security`.execute(database);
  await sql`alter table ${name} force row level security`.execute(database);
}
