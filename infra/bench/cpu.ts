import { readdirSync, readFileSync } from "node:fs";

/** The kernel tells processor time to programs in hundredths of a second. */
const msPerTick = 10;

type Times = { parent: number; ticks: number };

/**
 * The processor time, in ms, that a process and all its descendants have had, those that ended included. Null where the
 * system has no `/proc`.
 */
export function cpuMsOf(pid: number): number | null {
  const all = allTimes();
  if (!all.has(pid)) return null;
  const children = Map.groupBy(all.keys(), (one) => all.get(one)?.parent ?? 0);
  const ticksOf = (one: number): number =>
    (children.get(one) ?? []).reduce((sum, child) => sum + ticksOf(child), all.get(one)?.ticks ?? 0);
  return ticksOf(pid) * msPerTick;
}

/** Every process's parent and times: in user code and in the kernel, its own and of its children that ended. */
function allTimes(): Map<number, Times> {
  const all = new Map<number, Times>();
  for (const name of processNames()) {
    const text = statOf(name);
    // The program's name stands in brackets and may hold anything.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    if (fields.length < 15) continue;
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    all.set(Number(name), { parent: Number(fields[1]), ticks });
  }
  return all;
}

function processNames(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function statOf(name: string): string {
  try {
    return readFileSync(`/proc/${name}/stat`, "utf8");
  } catch {
    // It ended in between.
    return "";
  }
}
