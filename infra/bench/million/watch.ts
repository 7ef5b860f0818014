import { forgetPeaks, peakMiB } from "../memory.ts";
import { figure, measured, type Goal, type Result } from "../result.ts";
import type { Site } from "../site.ts";
import { delayOf, type Delay } from "./delays.ts";

/** Whose processes are watched. */
export const watched = [
  "registry",
  "inspection",
  "disclosure",
  "inspection-worker",
  "disclosure-worker",
] as const;
type Process = (typeof watched)[number];
/** What a process was held up, and took at most. */
export type Load = { readonly process: Process; readonly delay: Delay; readonly memoryMiB: number | null };

/** Watches what the services' processes take, from now until what it gives is called. */
export async function watchLoad(site: Site, probes: string): Promise<() => Promise<Load[]>> {
  const pids = watched.map((process) => ({ process, pid: site.supervisor.pidOf(process) ?? 0 }));
  forgetPeaks(pids.map(({ pid }) => pid));
  for (const { pid } of pids) await delayOf(probes, pid);
  return () =>
    Promise.all(
      pids.map(async ({ process, pid }) => ({
        process,
        delay: await delayOf(probes, pid),
        memoryMiB: peakMiB([pid]),
      })),
    );
}

const goal: Goal = { of: "ours", is: "at most", value: 50 };

/** The loads as results: how long the 99th percentile of all looks at an event loop found it held up. */
export function resultsOf(loads: readonly Load[], doing: string): Result[] {
  return loads.map(({ process, delay, memoryMiB }) => ({
    ...measured(
      { name: `event loop of ${process} while ${doing}, p99`, unit: "ms", goal },
      [delay.p99],
      [],
      [`the longest was ${figure(delay.longest)} ms`],
    ),
    memory: { ours: memoryMiB === null ? null : Math.round(memoryMiB), rival: null },
  }));
}
