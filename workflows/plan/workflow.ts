import { attributes, commandUpdate, nudgeSignal } from "@shuangsui/temporal-kit/workflow";
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from "@temporalio/workflow";
import type { PlanActivities } from "./activities.ts";
import { waitingQuery, type PlanInput, type PlanView, type PlanWaiting } from "./contract.ts";

const { lookAtPlan } = proxyLocalActivities<PlanActivities>({
  startToCloseTimeout: "20 seconds",
  retry: { initialInterval: "200 milliseconds", maximumInterval: "30 seconds" },
});
// Deciding counts the registry, which takes as long as it is large.
const { decidePlan, performForPlan } = proxyActivities<PlanActivities>({
  startToCloseTimeout: "10 minutes",
  retry: { initialInterval: "500 milliseconds", maximumInterval: "30 seconds" },
});

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Carries one plan: hands what is written to disclosure, which publishes it at once or by the deadline of an
 * adjustment (articles 9, 16, 17), and takes commands. A plan never ends: it may be adjusted as long as it is kept.
 */
export async function plan(input: PlanInput): Promise<void> {
  let view: PlanView | undefined;
  let toldState = "";
  let toldDue: string | null = null;
  let moved = false;

  const see = (seen: PlanView) => {
    if (view === undefined || seen.revision >= view.revision) view = seen;
    moved = true;
  };

  setHandler(defineQuery<PlanWaiting | null>(waitingQuery), () =>
    view === undefined ? null : { state: view.state, waitingFor: view.waitingFor, dueAt: view.dueAt },
  );
  setHandler(defineSignal(nudgeSignal), () => {
    moved = true;
  });
  setHandler(defineUpdate<void, [string]>(commandUpdate), async (commandId) => see(await decidePlan(input, commandId)), {
    validator: (commandId) => {
      if (!uuid.test(commandId)) throw new TypeError("a command is named by its UUID");
    },
  });

  for (;;) {
    moved = false;
    const now: PlanView = await lookAtPlan(input);
    if (view === undefined || now.revision >= view.revision) view = now;
    if (now.state !== toldState || now.dueAt !== toldDue) {
      upsertSearchAttributes([
        { key: attributes.authority, value: input.authority },
        { key: attributes.state, value: now.state },
        { key: attributes.dueDate, value: now.dueAt === null ? null : new Date(now.dueAt) },
      ]);
      toldState = now.state;
      toldDue = now.dueAt;
    }
    if (now.effect !== null) {
      see(await performForPlan(input, now.effect));
      continue;
    }
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof plan>(input);
    }
    await condition(() => moved);
  }
}
