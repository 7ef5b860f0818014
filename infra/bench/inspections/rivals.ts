import { attributes, taskQueues } from "@shuangsui/temporal-kit";
import { WithStartWorkflowOperation } from "@temporalio/client";
import { join } from "node:path";
import { v7 as uuidv7 } from "uuid";
import { cpuMsOf } from "../cpu.ts";
import { forgetPeaks, peakMiB } from "../memory.ts";
import type { Sample } from "../result.ts";
import { startRival, type Rival } from "../rivals/start.ts";
import { bareWorkflowType, frozenShape } from "./bare/contract.ts";
import { historiesOf, type Histories } from "./histories.ts";
import { idiomaticShape, idiomaticWorkflowType } from "./idiomatic/contract.ts";
import { inFlight } from "./in-flight.ts";
import { rivalUpdate } from "./rival-update.ts";

/** The workflows that inspections are measured against. */
export const shapes = {
  bare: { type: bareWorkflowType, input: frozenShape },
  idiomatic: { type: idiomaticWorkflowType, input: idiomaticShape },
} as const;
export type Shape = keyof typeof shapes;

/** One run of a rival: its rate, what a workflow of it needed of the engine and its worker, and of their processors. */
export type RivalSample = Sample & { histories: Histories; cpuMs: number | null };

/** Starts the worker of a rival's workflow. */
export function startShape(address: string, shape: Shape): Promise<Rival> {
  return startRival(address, shape, join(import.meta.dirname, shape, "workflow.ts"));
}

/** Carries `count` workflows of a rival from their first update to their end, so many at a time. */
export async function runShape(
  { worker, client }: Rival,
  shape: Shape,
  { count, atOnce, temporalPid }: { count: number; atOnce: number; temporalPid: number },
): Promise<RivalSample> {
  const { type, input } = shapes[shape];
  const ids = Array.from({ length: count }, () => `${shape}/${uuidv7()}`);
  const cpu = () => {
    const times = [temporalPid, worker.pid].map(cpuMsOf);
    return times.reduce((sum, ms) => (sum === null || ms === null ? null : sum + ms), 0);
  };
  const update = async (workflowId: string) => {
    const updateId = uuidv7();
    await client.workflow.executeUpdateWithStart<(input: unknown) => Promise<unknown>, void, [string]>(
      rivalUpdate,
      {
        updateId,
        args: [updateId],
        startWorkflowOperation: new WithStartWorkflowOperation(type, {
          workflowId,
          taskQueue: taskQueues.inspection,
          args: [input],
          workflowIdConflictPolicy: "USE_EXISTING",
          typedSearchAttributes: [{ key: attributes.authority, value: "533103" }],
        }),
      },
    );
  };
  forgetPeaks([worker.pid]);
  const cpuBefore = cpu();
  const began = performance.now();
  await inFlight(ids, atOnce, async (id) => {
    for (let taken = 0; taken < input.updates; taken += 1) await update(id);
    await client.workflow.getHandle(id).result();
  });
  const seconds = (performance.now() - began) / 1000;
  const cpuAfter = cpu();
  return {
    rate: count / seconds,
    memoryMiB: peakMiB([worker.pid]),
    histories: await historiesOf(client, ids.slice(0, 5)),
    cpuMs: cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / count,
  };
}
