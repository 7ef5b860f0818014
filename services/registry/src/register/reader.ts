import { readOnly, type Database } from "@shuangsui/service-kit";
import type { Tables } from "../tables.ts";
import type { Work } from "./register.ts";

/** Finds rows by their references in one transaction. */
export type Find<R> = (work: Work, viewer: string, references: readonly string[]) => Promise<Map<string, R>>;

type Waiting<R> = { resolve(row: R | undefined): void; reject(error: unknown): void };
/** What one authority asked for and has not been looked up yet, and how many look-ups run for it. */
type Queue<R> = { asked: Map<string, Waiting<R>[]>; running: number; scheduled: boolean; begunAt: number };

/**
 * While a look-up runs, what comes meanwhile gathers into the next: under load a query serves many readers. One that takes longer
 * than `patienceMs` holds up the next no more.
 */
const patienceMs = 10;
const atOnce = 2;

/**
 * Reads single rows: what is asked for in one turn of the event loop, or while look-ups run, goes to the database
 * as one query for each authority, in one transaction of that authority.
 */
export function createReader<R>(
  database: Database<Tables>,
  find: Find<R>,
): (viewer: string, reference: string) => Promise<R | undefined> {
  const queues = new Map<string, Queue<R>>();

  const lookUp = async (viewer: string, asked: Queue<R>["asked"]) => {
    try {
      const found = await database.as(viewer, (work) => find(work, viewer, [...asked.keys()]), readOnly);
      for (const [reference, all] of asked) for (const waiting of all) waiting.resolve(found.get(reference));
    } catch (error) {
      for (const all of asked.values()) for (const waiting of all) waiting.reject(error);
    }
  };
  const schedule = (viewer: string, queue: Queue<R>) => {
    if (queue.scheduled || queue.running >= atOnce || queue.asked.size === 0) return;
    if (queue.running > 0 && performance.now() - queue.begunAt < patienceMs) return;
    queue.scheduled = true;
    setImmediate(() => {
      const { asked } = queue;
      queue.asked = new Map();
      queue.scheduled = false;
      queue.running += 1;
      queue.begunAt = performance.now();
      void lookUp(viewer, asked).then(() => {
        queue.running -= 1;
        schedule(viewer, queue);
      });
    });
  };
  return (viewer, reference) =>
    new Promise((resolve, reject) => {
      const queue = queues.get(viewer) ?? { asked: new Map(), running: 0, scheduled: false, begunAt: 0 };
      queues.set(viewer, queue);
      const waiting = queue.asked.get(reference) ?? [];
      waiting.push({ resolve, reject });
      queue.asked.set(reference, waiting);
      schedule(viewer, queue);
    });
}
