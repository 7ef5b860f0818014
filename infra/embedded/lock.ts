import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { bornAt } from "./leftovers.ts";

const holderSchema = z.object({ pid: z.number().int(), born: z.string() });

/**
 * Takes a lock that one process holds at a time. One left by a process that is gone, even if another has its id
 * now, is taken over. Gives the function that releases it, or the holder's process id where somebody holds it.
 */
export function takeLock(file: string): { release: () => void } | { heldBy: number } {
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, born: bornAt(process.pid) ?? "" }));
  try {
    for (;;) {
      try {
        // A link is made whole or not at all: two starts at once can't both have it.
        linkSync(mine, file);
        return { release: () => rmSync(file, { force: true }) };
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      }
      const holder = read(file);
      if (holder !== undefined && bornAt(holder.pid) === holder.born) return { heldBy: holder.pid };
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

function read(file: string): z.infer<typeof holderSchema> | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
