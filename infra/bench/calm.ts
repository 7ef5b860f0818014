import { setTimeout as pause } from "node:timers/promises";
import type { Stack } from "../embedded/stack.ts";
import { cpuMsOf } from "./cpu.ts";

const names = ["postgres", "temporal", "inspection", "inspection-worker", "disclosure-worker"];
/** In a second without work these processes together take less than this of a core's time. */
const calmMs = 400;
const patienceMs = 10 * 60_000;

/** Waits until the stack has done what it began, by its processor time. @throws Error where it does not come to rest */
export async function calm(stack: Stack): Promise<void> {
  const spent = () => names.reduce((sum, name) => sum + (cpuMsOf(stack.supervisor.pidOf(name) ?? 0) ?? 0), 0);
  const began = performance.now();
  for (let calmSeconds = 0; calmSeconds < 3;) {
    if (performance.now() - began > patienceMs) throw new Error("the stack does not come to rest");
    const before = spent();
    await pause(1_000);
    calmSeconds = spent() - before < calmMs ? calmSeconds + 1 : 0;
  }
}
