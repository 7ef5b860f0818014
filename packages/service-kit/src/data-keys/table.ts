import { sql, type Kysely, type Transaction } from "kysely";
import { secure } from "../migrations.ts";

/** What a data key is for: sealing columns, or the blind index by which a number is found that nobody can read. */
export type DataKeyUse = "sealing" | "index";

type DataKeyTable = {
  id: string;
  used_for: DataKeyUse;
  /** The key's 32 bytes, sealed under the master key for this row. */
  wrapped: Buffer;
  /** From when on it is the one that new texts are sealed under: a while after it is there to be read. */
  used_from: Date;
};

export type DataKeyTables = { data_key: DataKeyTable };
export type DataKeyWork = Transaction<DataKeyTables>;

/** Makes the table of a service's data keys. They are of no authority: the service's own rounds alone see them. */
export async function createDataKeyTable<DB>(database: Kysely<DB>, schema: string): Promise<void> {
  const table = sql.ref(`${schema}.data_key`);
  await sql`create table ${table} (
    id text collate "C" primary key check (id ~ '^[a-z0-9]{10}$'),
    used_for text not null check (used_for in ('sealing','index')),
    wrapped bytea not null,
    used_from timestamptz not null
  )`.execute(database);
  await sql`comment on column ${table}.wrapped is 'sealed by packages/sealing under the master key for this row'`.execute(
    database,
  );
  await secure(database, schema, "data_key");
  const system = sql`((select ${sql.ref(`${schema}.scope`)}()) = 'system')`;
  await sql`create policy reading on ${table} for select using ${system}`.execute(database);
  await sql`create policy adding on ${table} for insert with check ${system}`.execute(database);
  await sql`create policy changing on ${table} for update using ${system}`.execute(database);
  await sql`create policy removing on ${table} for delete using ${system}`.execute(database);
}
