import autocannon from "autocannon";
import type { People } from "../../../packages/service-kit/src/testing/issuer.ts";
import { cpuMsOf } from "../cpu.ts";
import { forgetPeaks, peakMiB } from "../memory.ts";
import type { Sample } from "../result.ts";

const connections = 50;

/** Has a server answer GETs as fast as it can: how many a second, the memory of its process, and the CPU time of it and those behind. */
export async function load(
  url: string,
  paths: readonly string[],
  pid: number,
  seconds: number,
  { headers = {}, behind = [] }: { headers?: Record<string, string>; behind?: readonly number[] } = {},
): Promise<Sample> {
  forgetPeaks([pid]);
  const spent = () => [pid, ...behind].reduce((sum, one) => sum + (cpuMsOf(one) ?? 0), 0);
  const before = spent();
  const measured = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: paths.map((path) => ({ method: "GET", path, headers })),
  });
  const failed = measured.non2xx + measured.errors + measured.timeouts;
  if (failed > 0 || measured["2xx"] === 0) throw new Error(`${failed} requests to ${url} failed`);
  return {
    rate: measured["2xx"] / measured.duration,
    memoryMiB: peakMiB([pid]),
    cpuMsOfOne: (spent() - before) / measured["2xx"],
  };
}

/** The same by somebody who is signed in. */
export function loadAs(people: People, authority: string, paths: readonly string[], database: number) {
  return async (url: string, pid: number, seconds: number): Promise<Sample> => {
    const token = await people.tokenFor({ authority, actor: "bench" });
    return load(url, paths, pid, seconds, {
      headers: { authorization: `Bearer ${token}` },
      behind: [database],
    });
  };
}
