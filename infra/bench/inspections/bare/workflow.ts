import {
  allHandlersFinished,
  condition,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from "@temporalio/workflow";
import type { idleActivities } from "../../rivals/activities.ts";
import { rivalUpdate } from "../rival-update.ts";
import type { BareInput } from "./contract.ts";

const { idle } = proxyLocalActivities<typeof idleActivities>({ startToCloseTimeout: "20 seconds" });
const { idleNormal } = proxyActivities<typeof idleActivities>({ startToCloseTimeout: "30 seconds" });

/**
 * The first rival, frozen in its shape as of commit e058881: it takes its updates one after the other, and between them
 * does its share of everything else.
 */
export async function bare(input: BareInput): Promise<void> {
  let taken = 0;
  setHandler(defineUpdate<void, [string]>(rivalUpdate), async () => {
    await idle();
    taken += 1;
  });
  const shareOf = (total: number, step: number) =>
    Math.floor((total * (step + 1)) / input.updates) - Math.floor((total * step) / input.updates);
  for (let step = 0; step < input.updates; step += 1) {
    const come = () => taken > step;
    if (shareOf(input.timers, step) > 0) await condition(come, "1 day");
    else await condition(come);
    for (let i = 0; i < shareOf(input.locals, step); i += 1) await idle();
    for (let i = 0; i < shareOf(input.normals, step); i += 1) await idleNormal();
  }
  await condition(allHandlersFinished);
}
