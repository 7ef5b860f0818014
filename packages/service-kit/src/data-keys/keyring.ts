import { createSealer, keyIdOf, type SealingKey, type SealingKeys } from "@shuangsui/sealing";
import { sql } from "kysely";
import { createSecretKey, randomBytes, randomInt } from "node:crypto";
import { readOnly, systemScope } from "../database.ts";
import type { ScopedDatabase } from "../frame-tables.ts";
import type { Logger } from "../logger.ts";
import type { DataKeyUse, DataKeyWork } from "./table.ts";

/** The channel on which services are told that there is another key. */
const channel = "data_key";

/** A service's data keys, as they are at each moment. */
export type Keyring = {
  /** Those of sealed columns; changes while it is in use. */
  readonly sealing: SealingKeys;
  /** That of the blind index. */
  readonly index: SealingKey;
  /** Reads them anew. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
};

type Held = SealingKey & { usedFor: DataKeyUse; usedFrom: number };

/** A database of which the keys are read, that tells of news. */
export type DataKeyDatabase<W extends DataKeyWork> = ScopedDatabase<W> & {
  listen(channel: string, listener: () => void): () => Promise<void>;
};

/**
 * Opens a service's data keys under the master key, making the first ones where there are none, and follows what is added: it is
 * told, and reads them again whenever the connection was lost meanwhile.
 * @throws Error where a key is wrapped under a master key that is not named
 */
export async function openKeyring<W extends DataKeyWork>(
  { database, logger }: { database: DataKeyDatabase<W>; logger: Logger },
  master: SealingKeys,
): Promise<Keyring> {
  let held = await readOrMake(database, master);
  const newestOf = (use: DataKeyUse): SealingKey => {
    const now = Date.now();
    const usable = held.filter(({ usedFor, usedFrom }) => usedFor === use && usedFrom <= now);
    const newest = usable.at(-1);
    if (newest === undefined) throw new Error("there is no data key");
    return newest;
  };
  const refresh = async () => {
    held = await readOrMake(database, master);
  };
  const stop = database.listen(channel, () => {
    void refresh().catch((error: unknown) =>
      logger.warn(
        { error: error instanceof Error ? error.name : "unknown" },
        "the data keys could not be read anew",
      ),
    );
  });
  return {
    sealing: {
      get current() {
        return newestOf("sealing");
      },
      get earlier() {
        const { id } = newestOf("sealing");
        return held.filter((key) => key.usedFor === "sealing" && key.id !== id);
      },
    },
    get index() {
      return newestOf("index");
    },
    refresh,
    stop,
  };
}

const wrappedAt = (id: string) => ({ field: "data_key.wrapped", row: id });

/** A new key as a row. */
export function newDataKey(master: SealingKeys, usedFor: DataKeyUse): { row: NewRow; key: SealingKey } {
  const id = Array.from({ length: 10 }, () => randomInt(36).toString(36)).join("");
  const bytes = randomBytes(32);
  const wrapped = createSealer(master).sealBytes(wrappedAt(id), bytes);
  return { row: { id, used_for: usedFor, wrapped }, key: { id, secret: createSecretKey(bytes) } };
}
type NewRow = { id: string; used_for: DataKeyUse; wrapped: Buffer };

/** Has one rotation, or one making of the first keys, at a time. */
export const lockDataKeys = sql`select pg_advisory_xact_lock(hashtextextended('data keys', 0))`;
/** Tells the services of new keys, once they are committed. */
export const tellOfDataKeys = sql`select pg_notify(${channel}, '')`;

/** The keys in the order in which they are used. */
async function readOrMake<W extends DataKeyWork>(
  database: ScopedDatabase<W>,
  master: SealingKeys,
): Promise<Held[]> {
  const found = await database.as(systemScope, (work) => read(work, master), readOnly);
  if (found.length > 0) return found;
  return database.as(systemScope, async (work) => {
    await lockDataKeys.execute(work);
    const meanwhile = await read(work, master);
    if (meanwhile.length > 0) return meanwhile;
    for (const use of ["sealing", "index"] as const)
      await work
        .insertInto("data_key")
        .values({ ...newDataKey(master, use).row, used_from: sql<Date>`now()` })
        .execute();
    return read(work, master);
  });
}

async function read(work: DataKeyWork, master: SealingKeys): Promise<Held[]> {
  const rows = await work
    .selectFrom("data_key")
    .selectAll()
    .select(sql<Date>`clock_timestamp()`.as("now"))
    .orderBy("used_from")
    .orderBy("id")
    .execute();
  const sealer = createSealer(master);
  return rows.map(({ id, used_for, wrapped, used_from, now }) => ({
    id,
    secret: createSecretKey(sealer.openBytes(wrappedAt(id), wrapped)),
    usedFor: used_for,
    // By this machine's clock, which may go otherwise than the database's.
    usedFrom: Date.now() + used_from.getTime() - now.getTime(),
  }));
}

/** Wraps the keys anew that lie under an earlier master key. Gives how many. */
export async function wrapAnew(work: DataKeyWork, master: SealingKeys): Promise<number> {
  const sealer = createSealer(master);
  const rows = await work.selectFrom("data_key").select(["id", "wrapped"]).execute();
  const earlier = rows.filter(({ wrapped }) => keyIdOf(wrapped) !== master.current.id);
  for (const { id, wrapped } of earlier)
    await work
      .updateTable("data_key")
      .set({ wrapped: sealer.sealBytes(wrappedAt(id), sealer.openBytes(wrappedAt(id), wrapped)) })
      .where("id", "=", id)
      .execute();
  return earlier.length;
}
