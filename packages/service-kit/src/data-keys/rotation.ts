import { createSealer, keyIdOf, type Sealer, type SealingKeys } from "@shuangsui/sealing";
import { sql } from "kysely";
import { setTimeout as pause } from "node:timers/promises";
import { recordAudit } from "../audit/entries.ts";
import type { AuditTables } from "../audit/table.ts";
import { knownAuthorities } from "@shuangsui/contracts";
import { systemScope } from "../database.ts";
import type { ScopedDatabase } from "../frame-tables.ts";
import { lockDataKeys, newDataKey, tellOfDataKeys, wrapAnew, type Keyring } from "./keyring.ts";
import type { DataKeyTables, DataKeyUse } from "./table.ts";
import type { Transaction } from "kysely";

/** A column that `packages/sealing` has sealed. */
export type SealedColumn = {
  table: string;
  column: string;
  /** The field of its place, and the column of that row's id. */
  field: string;
  row: string;
  form: "bytes" | "base64";
};

type Work = Transaction<DataKeyTables & AuditTables>;
type Rotated<W extends Work> = {
  database: ScopedDatabase<W>;
  keyring: Keyring;
  master: SealingKeys;
};

/** How long, in milliseconds, a new key is there to be read before anything is sealed under it: all copies have it by then. */
export const publishedAheadMs = 20_000;
/** How long a key stays after the last row that used it, since a copy that was held up may still write under it. */
const keptUnusedMs = 86_400_000;
const atOnce = 200;

const highest = () => knownAuthorities().find(({ parent }) => parent === null)?.code ?? "";

/**
 * Makes a new data key and waits until it is used. Wraps all keys anew that lie under an earlier master key. Gives its id.
 */
export async function addSealingKey<W extends Work>(
  { database, keyring, master }: Rotated<W>,
  aheadMs = publishedAheadMs,
): Promise<string> {
  const { row } = newDataKey(master, "sealing");
  await database.as(systemScope, async (work) => {
    await lockDataKeys.execute(work);
    await wrapAnew(work, master);
    await work
      .insertInto("data_key")
      .values({ ...row, used_from: sql<Date>`clock_timestamp() + make_interval(secs => ${aheadMs / 1000})` })
      .execute();
    await noteKey(work, "rotated", row.id, "sealing");
    await tellOfDataKeys.execute(work);
  });
  await keyring.refresh();
  while (keyring.sealing.current.id !== row.id) await pause(50);
  return row.id;
}

/** Writes down what became of a key. */
export async function noteKey(work: Work, act: string, id: string, usedFor: DataKeyUse): Promise<void> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(work);
  const [{ at } = { at: new Date() }] = rows;
  await recordAudit(work, [
    {
      ...{ at, authority: highest(), callerAuthority: null, actor: "operator", action: `data-key/${act}` },
      ...{ subject: id, code: null, before: null, after: { for: usedFor }, remote: null, requestId: null },
    },
  ]);
}

/**
 * Seals anew what lies under an earlier key, in batches, each a transaction, while others read and write; goes over a column
 * again until it finds no more. A row that somebody has changed meanwhile is left as they wrote it. Can be broken off and begun
 * again at any time. Gives how many texts it sealed.
 */
export async function sealAnew<W extends Work>(
  { database, keyring }: Pick<Rotated<W>, "database" | "keyring">,
  columns: readonly SealedColumn[],
): Promise<number> {
  const sealer = createSealer(keyring.sealing);
  let all = 0;
  for (const column of columns)
    // Who had read a row before it was sealed anew may write it back as it was: not over before those are.
    for (let left = true; left;) {
      left = false;
      await untilOthersAreOver(database);
      for (let after: string | null = null; ;) {
        const place: string | null = after;
        const batch: Batch = await database.as(systemScope, (work) =>
          sealBatch(work, { sealer, current: keyring.sealing.current.id, column, after: place }),
        );
        all += batch.sealed;
        left ||= batch.found > 0;
        if (batch.last === null) break;
        after = batch.last;
      }
    }
  return all;
}

/** Waits until the service's transactions are over that are under way now. */
async function untilOthersAreOver<W extends Work>(database: ScopedDatabase<W>): Promise<void> {
  const running = (since: Date | null) =>
    database.as(systemScope, async (work) => {
      const { rows } = await sql<{ now: Date; running: boolean }>`
        select clock_timestamp() as now, exists (select from pg_stat_activity
          where usename = current_user and datname = current_database() and pid <> pg_backend_pid()
            and xact_start <= ${since}::timestamptz) as running`.execute(work);
      return rows[0] ?? { now: new Date(), running: false };
    });
  const { now } = await running(null);
  while ((await running(now)).running) await pause(20);
}

type Batch = { sealed: number; found: number; last: string | null };

async function sealBatch(
  work: Work,
  options: { sealer: Sealer; current: string; column: SealedColumn; after: string | null },
): Promise<Batch> {
  const { sealer, current, column, after } = options;
  const [table, row, name] = [sql.table(column.table), sql.ref(column.row), sql.ref(column.column)];
  const bytes = column.form === "bytes" ? name : sql`decode(${name}, 'base64')`;
  const { rows } = await sql<{ id: string; sealed: Buffer }>`
    select ${row}::text as id, ${bytes} as sealed from ${table}
    where ${after === null ? sql`true` : sql`${row}::text collate "C" > ${after}`} order by ${row}::text collate "C" limit ${atOnce}`.execute(
    work,
  );
  const earlier = rows.filter(({ sealed }) => keyIdOf(sealed) !== current);
  let count = 0n;
  if (earlier.length > 0) {
    const anew = earlier.map(({ id, sealed }) => {
      const place = { field: column.field, row: id };
      const text = sealer.openBytes(place, sealed);
      return { id, was: sealed.toString("hex"), is: sealer.sealBytes(place, text).toString("hex") };
    });
    const value =
      column.form === "bytes"
        ? sql`decode(new.is, 'hex')`
        : sql`replace(encode(decode(new.is, 'hex'), 'base64'), E'\\n', '')`;
    const { numAffectedRows } = await sql`
      update ${table} as old set ${name} = ${value}
      from jsonb_to_recordset(${JSON.stringify(anew)}::jsonb) as new (id text, was text, "is" text)
      where old.${row}::text = new.id
        and ${column.form === "bytes" ? sql`old.${name}` : sql`decode(old.${name}, 'base64')`} = decode(new.was, 'hex')`.execute(
      work,
    );
    count = numAffectedRows ?? 0n;
  }
  return {
    sealed: Number(count),
    found: earlier.length,
    last: rows.length < atOnce ? null : (rows.at(-1)?.id ?? null),
  };
}

/**
 * Removes keys that no row needs: of those that another has followed for a day, the ones under which nothing lies. Gives their ids.
 * @param isUsedElsewhere whether what is written once, such as a version, lies under it
 */
export async function removeUnused<W extends Work>(
  { database }: Pick<Rotated<W>, "database">,
  columns: readonly SealedColumn[],
  isUsedElsewhere: (work: W, keyId: string) => Promise<boolean>,
  unusedMs = keptUnusedMs,
): Promise<string[]> {
  return database.as(systemScope, async (work) => {
    await lockDataKeys.execute(work);
    const { rows } = await sql<{ id: string }>`
      select id from data_key old where used_for = 'sealing' and exists (
        select from data_key newer where newer.used_for = 'sealing' and newer.used_from > old.used_from
          and newer.used_from <= clock_timestamp() - make_interval(secs => ${unusedMs / 1000}))`.execute(
      work,
    );
    const removed: string[] = [];
    for (const { id } of rows) {
      if (await liesUnder(work, columns, id)) continue;
      if (await isUsedElsewhere(work, id)) continue;
      await work.deleteFrom("data_key").where("id", "=", id).execute();
      await noteKey(work, "removed", id, "sealing");
      removed.push(id);
    }
    return removed;
  });
}

/** What a text begins with, in base64, that is sealed under a data key: its id has ten characters. */
export const base64Under = (keyId: string) =>
  Buffer.concat([Buffer.of(2, keyId.length), Buffer.from(keyId, "latin1")]).toString("base64");

async function liesUnder(work: Work, columns: readonly SealedColumn[], keyId: string): Promise<boolean> {
  for (const { table, column, form } of columns) {
    const name = sql.ref(column);
    const begins =
      form === "base64"
        ? sql`left(${name}, 16) = ${base64Under(keyId)}`
        : sql`substring(${name} from 3 for 10) = convert_to(${keyId}, 'UTF8')`;
    const { rows } = await sql`select 1 from ${sql.table(table)} where ${begins} limit 1`.execute(work);
    if (rows.length > 0) return true;
  }
  return false;
}
