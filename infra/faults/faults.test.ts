import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { temporaryFolder } from "../embedded/postgres.ts";
import type { Stack } from "../embedded/stack.ts";
import { carryThroughFaults, type Fault } from "./carry.ts";
import { checkNothingLostOrDoubled } from "./checks.ts";
import { repeatRequests } from "./control.ts";

const folder = temporaryFolder();
let stack: Stack | undefined;
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** What goes wrong when the job first says so. */
const script: { said: RegExp; faults: Fault[] }[] = [
  { said: /drawn by lot/, faults: ["inspection-worker", "inspection"] },
  { said: /[1-9]\d* checked/, faults: ["disclosure", "inspection-worker"] },
  { said: /[1-9]\d* fed back/, faults: ["restart"] },
  { said: /[1-9]\d* published/, faults: ["disclosure-worker", "inspection"] },
];

it(
  "carries a campaign through kill -9 of workers and services and through a restart, with nothing lost or doubled",
  { timeout: 420_000 },
  async () => {
    const due: Fault[] = [];
    const happened: Fault[] = [];
    const log = (line: string) => {
      if (script[0]?.said.test(line) === true) due.push(...(script.shift()?.faults ?? []));
    };
    const nextFault = async (signal: AbortSignal) => {
      while (due.length === 0 && !signal.aborted)
        await pause(50, undefined, { signal }).catch(() => undefined);
      const fault = signal.aborted ? undefined : due.shift();
      if (fault !== undefined) happened.push(fault);
      return fault;
    };
    const options = {
      dataDir: join(folder, "data"),
      databaseSettings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
      log: () => undefined,
      sample: { start: "2026-09-14T01:00:00Z", rate: 43_200 },
    };
    stack = await carryThroughFaults(options, log, nextFault);
    expect(script).toEqual([]);
    expect(happened).toHaveLength(7);
    expect(await checkNothingLostOrDoubled(stack, () => undefined)).toEqual([]);
    expect(await repeatRequests(stack)).toEqual({ keyed: 1, naive: 2 });
  },
);
