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
  for (const name of listed(runDir)) if (await reap(runDir, name)) ended.push(name);
  return ended;
}

/** Ends the process noted under that name, if it still runs, and forgets it. Gives whether it ran. */
export async function reap(
  runDir: string,
  name: string,
  stopSignal: NodeJS.Signals = "SIGTERM",
): Promise<boolean> {
  const noted = readRecord(join(runDir, `${name}.json`));
  const runs = noted !== undefined && bornAt(noted.pid) === noted.born;
  if (runs) await end(noted.pid, noted.born, stopSignal);
  forgetPid(runDir, name);
  return runs;
}

async function end(pid: number, born: string, stopSignal: NodeJS.Signals): Promise<void> {
  for (const [signal, waitMs] of [
    [stopSignal, 5_000],
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
    return readdirSync(runDir).flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? []);
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
