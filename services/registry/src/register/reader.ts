import type { Database } from "@shuangsui/service-kit";
import type { Tables } from "../tables.ts";
import type { Work } from "./register.ts";

/** Finds rows by their references in one transaction. */
export type Find<R> = (work: Work, viewer: string, references: readonly string[]) => Promise<Map<string, R>>;

type Waiting<R> = { resolve(row: R | undefined): void; reject(error: unknown): void };

/**
 * Reads single rows: what is asked for in one turn of the event loop for one authority goes to the database as
 * one query, in one transaction of that authority.
 */
export function createReader<R>(
  database: Database<Tables>,
  find: Find<R>,
): (viewer: string, reference: string) => Promise<R | undefined> {
  const turns = new Map<string, Map<string, Waiting<R>[]>>();
  const flush = async (viewer: string) => {
    const asked = turns.get(viewer) ?? new Map<string, Waiting<R>[]>();
    turns.delete(viewer);
    try {
      const found = await database.as(viewer, (work) => find(work, viewer, [...asked.keys()]));
      for (const [reference, all] of asked) for (const waiting of all) waiting.resolve(found.get(reference));
    } catch (error) {
      for (const all of asked.values()) for (const waiting of all) waiting.reject(error);
    }
  };
  return (viewer, reference) =>
    new Promise((resolve, reject) => {
      let turn = turns.get(viewer);
      if (turn === undefined) {
        turn = new Map();
        turns.set(viewer, turn);
        setImmediate(() => void flush(viewer));
      }
      const waiting = turn.get(reference);
      if (waiting === undefined) turn.set(reference, [{ resolve, reject }]);
      else waiting.push({ resolve, reject });
    });
}
