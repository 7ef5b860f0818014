import { Kysely, PostgresDialect, sql } from "kysely";
import { Pool } from "pg";
import { keepAuthorities } from "./table.ts";

/**
 * Keeps these authorities in the schemas of all services of a database at once, so that no service knows one that another does
 * not. `databaseUrl` is a superuser's. Gives the schemas' names.
 * @throws ZodError, RangeError as `keepAuthorities` does: nothing is changed
 */
export async function installAuthorities(databaseUrl: string, given: unknown): Promise<string[]> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1, connectionTimeoutMillis: 10_000 });
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await database.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ schema: string }>`
        select relnamespace::regnamespace::text as schema from pg_class
        where relname = 'authority' and relkind = 'r' order by 1`.execute(transaction);
      const schemas = rows.map(({ schema }) => schema);
      for (const schema of schemas) await keepAuthorities(transaction, schema, given);
      return schemas;
    });
  } finally {
    await database.destroy();
  }
}
