import { readFileSync, writeFileSync } from "node:fs";

/** Forgets the peak that processes have had so far. Only Linux knows how. */
export function forgetPeaks(pids: readonly number[]): void {
  for (const pid of pids)
    try {
      writeFileSync(`/proc/${pid}/clear_refs`, "5");
    } catch {
      // Where this is not known the peak stays that of the process's whole life, or is not told at all.
    }
}

/** The peak resident memory of processes together, MiB, or null where the system does not tell. */
export function peakMiB(pids: readonly number[]): number | null {
  try {
    return pids.reduce((sum, pid) => {
      const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
      return sum + Number(peak) / 1024;
    }, 0);
  } catch {
    return null;
  }
}
