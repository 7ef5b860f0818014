import { attributes } from "@shuangsui/temporal-kit/workflow";
import {
  allHandlersFinished,
  condition,
  defineUpdate,
  proxyActivities,
  setHandler,
  upsertSearchAttributes,
} from "@temporalio/workflow";
import type { idleActivities } from "../../rivals/activities.ts";
import { rivalUpdate } from "../rival-update.ts";
import type { IdiomaticInput } from "./contract.ts";

const { idleNormal } = proxyActivities<typeof idleActivities>({ startToCloseTimeout: "30 seconds" });

/**
 * The second rival, written as Temporal's own samples are: each update does one activity and says the new state in a
 * search attribute, and every so many of them have a deadline.
 */
export async function idiomatic({ updates, timers }: IdiomaticInput): Promise<void> {
  let taken = 0;
  setHandler(defineUpdate<void, [string]>(rivalUpdate), async () => {
    await idleNormal();
    taken += 1;
    // The one attribute that the engine knows here stands for the state that a real one would have.
    upsertSearchAttributes([{ key: attributes.authority, value: `step ${taken}` }]);
  });
  for (let step = 0; step < updates; step += 1) {
    const come = () => taken > step;
    if (step % (updates / timers) === 0) await condition(come, "1 day");
    else await condition(come);
  }
  await condition(allHandlersFinished);
}
