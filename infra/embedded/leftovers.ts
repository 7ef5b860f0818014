import { readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { bornAt } from "../bootstrap/lock.js";

const record = z.object({ pid: z.number().int(), born: z.string() });

/** Notes that a process runs, so that a later start can find it should it outlive its parent. */
export function notePid(runDir: string, name: string, pid: number): void {
  const born = bornAt(pid);
  if (born === undefined) return;
  mkdirSync(runDir, { recursive: true });
  writeFileSync(join(runDir, `${name}.json`), JSON.stringify({ pid, born }));
}

/** Forgets a process that has ended. */
export function forgetPid(runDir: string, name: string): void {
  rmSync(join(runDir, `${name}.json`), { force: true });
}

/** Ends what an earlier run noted and left behind; never a process that merely got the same id. Gives the names. */
export async function reapLeftovers(runDir: string): Promise<string[]> {
  const ended: string[] = [];
  for (const file of listed(runDir)) {
    const noted = readRecord(join(runDir, file));
    if (noted !== undefined && bornAt(noted.pid) === noted.born) {
      await end(noted.pid, noted.born);
      ended.push(file.replace(/\.json$/, ""));
    }
    rmSync(join(runDir, file), { force: true });
  }
  return ended;
}

async function end(pid: number, born: string): Promise<void> {
  for (const [signal, waitMs] of [
    ["SIGTERM", 5_000],
    ["SIGKILL", 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (const until = Date.now() + waitMs; Date.now() < until; await sleep(50)) {
      if (bornAt(pid) !== born) return;
    }
  }
}

function listed(runDir: string): string[] {
  try {
    return readdirSync(runDir).filter((file) => file.endsWith(".json"));
  } catch {
    return [];
  }
}

function readRecord(file: string): z.infer<typeof record> | undefined {
  try {
    return record.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
