import { sql } from "kysely";
import { setTimeout as pause } from "node:timers/promises";
import { systemScope } from "../database.ts";
import type { ScopedDatabase } from "../frame-tables.ts";
import type { Logger } from "../logger.ts";
import { type FeedWork } from "./table.ts";

/** The places that one round has given, the first and the last of them. */
export type Placed = { from: number; to: number };

/** Of what is committed at about the same time all gets its place at once. */
const gatherMs = 50;
/** Whatever was committed by a process that died before it gave places is found this much later. */
const everyMs = 5_000;
const atOnce = 1_000;

/** The channel on which a service's processes hear that there are new places. */
const channel = sql<string>`current_schema() || '_feed'`;
export const channelOf = (service: string) => `${service}_feed`;

/**
 * Gives their places to what has none yet, in the order of writing, and tells all who listen. Who sees a place sees all
 * before it: the lock is held until the places are committed, and the rows are looked for under it.
 */
export async function placeEvents(work: FeedWork): Promise<Placed | undefined> {
  const lock = sql`select pg_advisory_xact_lock(hashtextextended(${channel}, 0))`.execute(work);
  const placing = sql<{ from: string | null; to: string | null }>`
    with head as (select coalesce(max(place), 0) as place from feed),
      unplaced as (
        select id, row_number() over (order by id) as nth
        from (select id from feed where place is null order by id limit ${atOnce}) as first
      ),
      placed as (
        update feed set place = head.place + unplaced.nth from head, unplaced where feed.id = unplaced.id
        returning feed.place
      )
    select min(place) as "from", max(place) as "to", case when count(*) > 0 then pg_notify(${channel}, '') end
    from placed`.execute(work);
  const [, { rows }] = await Promise.all([lock, placing]);
  const [row] = rows;
  if (row === undefined || row.from === null || row.to === null) return undefined;
  return { from: Number(row.from), to: Number(row.to) };
}

async function anyUnplaced(work: FeedWork): Promise<boolean> {
  const row = await work
    .selectFrom("feed")
    .select("id")
    .where("place", "is", null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export type SequencerOptions<W extends FeedWork, T> = {
  /** What is done in the transaction that gives the places, such as owing deliveries. */
  inTransaction?(work: W, placed: Placed): Promise<T>;
  /** What is done once that is committed. */
  afterwards?(result: T): void;
};

/**
 * Gives places in a service's feed: soon after this process has committed events, and now and then whatever else has none.
 * Several processes may do it, one at a time. `once` gives how many it has placed.
 */
export function startSequencer<W extends FeedWork, T>(
  { database, logger }: { database: ScopedDatabase<W>; logger: Logger },
  options: SequencerOptions<W, T> = {},
): { once(): Promise<number>; stop(): Promise<void> } {
  let stopped = false;
  let woken = false;
  let wake = () => {};
  const silence = database.onEvents(() => {
    woken = true;
    wake();
  });
  const once = async () => {
    for (let count = 0; ;) {
      const { placed, result } = await database.as(systemScope, async (work) => {
        const places = await placeEvents(work);
        const more = places === undefined ? undefined : await options.inTransaction?.(work, places);
        return { placed: places, result: more };
      });
      if (placed === undefined) return count;
      if (result !== undefined) options.afterwards?.(result);
      count += placed.to - placed.from + 1;
      if (placed.to - placed.from + 1 < atOnce) return count;
    }
  };
  const round = async () => {
    const heard = woken;
    woken = false;
    if (heard || (await database.as(systemScope, anyUnplaced, { access: "read only" }))) await once();
  };
  const rest = async () => {
    if (woken) return pause(gatherMs);
    const sleeping = new AbortController();
    wake = () => sleeping.abort();
    await pause(everyMs, undefined, { signal: sleeping.signal, ref: false }).catch(() => pause(gatherMs));
  };
  const running = (async () => {
    while (!stopped) {
      await rest();
      if (stopped) return;
      await round().catch((error: unknown) =>
        logger.warn(
          { error: error instanceof Error ? error.name : "unknown" },
          "events wait for their places",
        ),
      );
    }
  })();
  return {
    once,
    async stop() {
      stopped = true;
      silence();
      wake();
      await running;
    },
  };
}
