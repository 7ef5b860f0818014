import type { Client } from "pg";
import { connected } from "../embedded/database.ts";

/** The tables of the inspection service that hold an inspection, by the column that names it; a row before those that need it. */
const tables = {
  inspection: "id",
  inspection_member: "inspection_id",
  finding: "inspection_id",
  finding_path: "inspection_id",
  event: "matter_id",
  document: "matter_id",
  command: "matter_id",
  outbox: "matter_id",
} as const;

/** An inspection's rows at some time, by their tables. */
type Backup = { id: string; rows: ReadonlyMap<string, string> };

/** Keeps all that the inspection service's database holds of an inspection, as its superuser sees it. */
export function backUp(superUrl: string, id: string): Promise<Backup> {
  return connected(superUrl, async (client) => {
    const rows = new Map<string, string>();
    for (const [table, column] of Object.entries(tables)) {
      const found = await client.query<{ rows: string }>(
        `select coalesce(json_agg(held), '[]')::text as rows from inspection.${table} as held where ${column} = $1`,
        [id],
      );
      rows.set(table, found.rows[0]?.rows ?? "[]");
    }
    return { id, rows };
  });
}

/** Puts those rows in the place of what is held of the inspection now, as an older database that was restored. */
export function restore(superUrl: string, { id, rows }: Backup): Promise<void> {
  return connected(superUrl, async (client) => {
    await client.query("begin");
    for (const [table, column] of Object.entries(tables).toReversed())
      await client.query(`delete from inspection.${table} where ${column} = $1`, [id]);
    for (const table of Object.keys(tables)) await insert(client, table, rows.get(table) ?? "[]");
    await client.query("commit");
  });
}

async function insert(client: Client, table: string, rows: string): Promise<void> {
  await client.query(
    `insert into inspection.${table} overriding system value
     select * from json_populate_recordset(null::inspection.${table}, $1)`,
    [rows],
  );
}
