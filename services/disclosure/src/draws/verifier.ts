import { Problem } from "@shuangsui/contracts";
import { readOnly, systemScope, type ScopedDatabase } from "@shuangsui/service-kit";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Work } from "../tables.ts";
import { partsOf } from "./files.ts";
import type { RevealedFiles } from "./rules.ts";
import { describeFiles } from "./store.ts";

/** Verifies draws in threads of their own, one at a time. */
export type Verifier = {
  /**
   * Whether a draw's files verify; `pending` where that takes longer than anybody should wait for. Who asks again while it lasts, or
   * after, hears what came of it. @throws Problem `draw/does-not-verify` naming the check
   */
  verify(draw: { id: string; authority: string }): Promise<"verified" | "pending">;
  /** Gives up what is being verified. */
  close(): Promise<void>;
};

/**
 * A verifier of what lies in the database. What was handed in never changes, so it needs no lock.
 * @param waitMs how long who asks is kept waiting, milliseconds
 */
export function createVerifier(database: ScopedDatabase<Work>, waitMs = 2_000): Verifier {
  const known = new Map<string, Promise<string | null>>();
  let last: Promise<unknown> = Promise.resolve();
  let thread: Worker | undefined;
  let closed = false;

  const run = async (draw: { id: string; authority: string }): Promise<string | null> => {
    const files = await filesOf(database, draw.id);
    if (closed) throw new Problem("unavailable", "the service is stopping");
    const workerData: RevealedFiles = { ...draw, files };
    thread = new Worker(new URL("./verify-thread.ts", import.meta.url), { workerData });
    try {
      const ended = once(thread, "exit").then(() => {
        throw new Problem("unavailable", "the verification was given up");
      });
      const [fault] = await Promise.race([once(thread, "message"), ended]);
      return fault as string | null;
    } finally {
      await thread.terminate();
      thread = undefined;
    }
  };

  return {
    async verify({ id, authority }) {
      let outcome = known.get(id);
      if (outcome === undefined) {
        const after = last;
        outcome = after.then(() => run({ id, authority }));
        known.set(id, outcome);
        last = outcome.catch(() => known.delete(id));
      }
      const waited = new AbortController();
      const fault = await Promise.race([
        outcome,
        pause(waitMs, "pending" as const, { ref: false, signal: waited.signal }).catch(
          () => "pending" as const,
        ),
      ]).finally(() => waited.abort());
      if (fault === "pending") return fault;
      // Files that were missing may come: what is asked later is looked at anew.
      known.delete(id);
      if (fault !== null) throw new Problem("draw/does-not-verify", fault);
      return "verified";
    },
    async close() {
      closed = true;
      await thread?.terminate();
    },
  };
}

/** The files of a draw, whole, in memories that threads share. */
async function filesOf(database: ScopedDatabase<Work>, drawId: string): Promise<RevealedFiles["files"]> {
  const described = await database.as(systemScope, (work) => describeFiles(work, drawId), readOnly);
  const files: Record<string, Uint8Array> = {};
  for (const file of described) {
    const whole = new Uint8Array(new SharedArrayBuffer(file.bytes));
    let at = 0;
    for await (const part of partsOf(database, drawId, file)) {
      whole.set(part, at);
      at += part.length;
    }
    files[file.name] = whole;
  }
  return files;
}
