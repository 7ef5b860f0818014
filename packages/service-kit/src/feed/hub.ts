import { setTimeout as pause } from "node:timers/promises";
import { systemScope } from "../database.ts";
import { headOf, rowsAfter, type FeedRow } from "./reader.ts";
import type { ScopedDatabase } from "../frame-tables.ts";
import { channelOf } from "./sequencer.ts";
import type { FeedWork } from "./table.ts";

/** So many of the newest events are at hand: streams that are behind those read the feed for themselves. */
const mostRecent = 2_000;
const atOnce = 500;
/** What no notice told of, since the connection that listens was lost unseen, is found this much later. */
const lookEveryMs = 10_000;

/** The newest events of a service, read once for all streams of this process. */
export type Hub = {
  /** Up to where it has read. */
  head(): number;
  /** All events after a place, whoever may see them; undefined where they are no longer at hand. */
  after(place: number): readonly FeedRow[] | undefined;
  /** Waits until there is something after a place, that long at most, or until the signal. */
  news(place: number, withinMs: number, signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
};

/** Starts to read on where the feed ends now. */
export async function startHub(service: string, database: ScopedDatabase<FeedWork>): Promise<Hub> {
  let recent: FeedRow[] = [];
  let head = await database.as(systemScope, headOf, { access: "read only" });
  let reading: Promise<void> | undefined;
  let again = false;
  const waiting = new Set<() => void>();
  const readOn = async () => {
    do {
      again = false;
      const rows = await database.as(systemScope, (work) => rowsAfter(work, head, atOnce), {
        access: "read only",
      });
      if (rows.length === 0) continue;
      recent = [...recent, ...rows].slice(-mostRecent);
      head = rows.at(-1)?.place ?? head;
      again ||= rows.length === atOnce;
      for (const tell of waiting) tell();
    } while (again);
  };
  const look = () => {
    again = true;
    reading ??= readOn()
      .catch(() => undefined)
      .finally(() => (reading = undefined));
  };
  const silence = database.listen(channelOf(service), look);
  const looking = setInterval(look, lookEveryMs).unref();
  return {
    head: () => head,
    after: (place) => {
      if (place === head) return [];
      const [oldest] = recent;
      if (oldest === undefined || place < oldest.place - 1 || place > head) return undefined;
      return recent.slice(place + 1 - oldest.place);
    },
    async news(place, withinMs, signal) {
      if (head > place || signal.aborted) return;
      const told = new AbortController();
      const tell = () => told.abort();
      waiting.add(tell);
      await pause(withinMs, undefined, { signal: AbortSignal.any([signal, told.signal]) }).catch(
        () => undefined,
      );
      waiting.delete(tell);
    },
    async stop() {
      clearInterval(looking);
      await silence();
      await reading;
    },
  };
}
