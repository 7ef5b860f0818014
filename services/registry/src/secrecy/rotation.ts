import type { SealingKeys } from "@shuangsui/sealing";
import {
  addSealingKey,
  base64Under,
  lockDataKeys,
  newDataKey,
  noteKey,
  removeUnused,
  sealAnew,
  systemScope,
  tellOfDataKeys,
  type Database,
  type Keyring,
  type SealedColumn,
} from "@shuangsui/service-kit";
import { sql } from "kysely";
import type { Work } from "../register/register.ts";
import type { Tables } from "../tables.ts";
import { createCipher, fingerprintOf } from "./cipher.ts";

const sealedAs = (table: string, column: string): SealedColumn => ({
  ...{ table, column, field: `${table}.${column}` },
  ...{ row: "id", form: "base64" },
});
/** What the registry has sealed. Versions hold it as it was, and are never changed: their keys stay. */
const sealedColumns: readonly SealedColumn[] = [
  sealedAs("inspector", "id_number"),
  sealedAs("inspector", "phone"),
  sealedAs("project", "contact_phone"),
  sealedAs("project", "contacts"),
  sealedAs("tip", "statement"),
  sealedAs("tip", "complainant"),
  sealedAs("entity_supervision", "contact_phone"),
  sealedAs("entity_supervision", "contacts"),
  sealedAs("import_row", "detail"),
  { ...sealedAs("import_piece", "piece"), form: "bytes" },
  { ...sealedAs("tip_file_piece", "piece"), form: "bytes" },
];

type Rotated = { database: Database<Tables>; keyring: Keyring; master: SealingKeys };

/** Makes a new data key and seals all rows anew under it (unless it is to `resume`), then removes keys that nothing needs. */
export async function rotateSealing(
  options: Rotated,
  { resume = false, aheadMs, unusedMs }: { resume?: boolean; aheadMs?: number; unusedMs?: number } = {},
): Promise<{ key: string; sealed: number; removed: string[] }> {
  const key = resume ? options.keyring.sealing.current.id : await addSealingKey(options, aheadMs);
  const sealed = await sealAnew(options, sealedColumns);
  const removed = await removeUnused(options, sealedColumns, isOfAVersion, unusedMs);
  return { key, sealed, removed };
}

async function isOfAVersion(work: Work, keyId: string): Promise<boolean> {
  const begin = base64Under(keyId);
  const { rows } = await sql`
    select 1 from version where left(entry->>'id_number', 16) = ${begin} or left(entry->>'phone', 16) = ${begin}
      or left(entry->>'contact_phone', 16) = ${begin} or left(entry->>'contacts', 16) = ${begin}
      or left(entry->>'statement', 16) = ${begin} or left(entry->>'complainant', 16) = ${begin} limit 1`.execute(
    work,
  );
  return rows.length > 0;
}

/**
 * Puts another key of fingerprints in the place of the one there is, and makes all fingerprints anew, in one transaction: who
 * registers or changes an inspector waits for it, who reads does not. A copy that still writes by the replaced key is refused by the
 * foreign key and asked again, so nobody is registered twice meanwhile. Gives how many it made.
 */
export async function rotateIndex({
  database,
  keyring,
  master,
}: Rotated): Promise<{ key: string; made: number }> {
  const { row, key } = newDataKey(master, "index");
  const cipher = createCipher(keyring);
  const made = await database.as(systemScope, async (work) => {
    await lockDataKeys.execute(work);
    await sql`lock table inspector in exclusive mode`.execute(work);
    const { rows } = await sql<{ id: string; authority: string; id_number: string }>`
      select id, authority, id_number from inspector`.execute(work);
    const earlier = await work.selectFrom("data_key").select("id").where("used_for", "=", "index").execute();
    await work
      .insertInto("data_key")
      .values({ ...row, used_from: sql<Date>`now()` })
      .execute();
    const hashes = rows.map(({ id, authority, id_number }) => ({
      id,
      hash: fingerprintOf(key, authority, cipher.open("inspector.id_number", id, id_number)),
    }));
    await sql`update inspector as old set id_number_hash = new.hash, id_number_hash_key = ${row.id}
      from jsonb_to_recordset(${JSON.stringify(hashes)}::jsonb) as new (id uuid, hash text) where old.id = new.id`.execute(
      work,
    );
    for (const { id } of earlier) await work.deleteFrom("data_key").where("id", "=", id).execute();
    await noteKey(work, "rotated", row.id, "index");
    await tellOfDataKeys.execute(work);
    return rows.length;
  });
  await keyring.refresh();
  return { key: row.id, made };
}
