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
import type { InspectionActivities } from "./activities.ts";
import { waitingQuery, type InspectionInput, type InspectionView, type InspectionWaiting } from "./contract.ts";

const { lookAtInspection, decideInspection } = proxyLocalActivities<InspectionActivities>({
  startToCloseTimeout: "20 seconds",
  retry: { initialInterval: "200 milliseconds", maximumInterval: "30 seconds" },
});
const { performForInspection } = proxyActivities<InspectionActivities>({
  startToCloseTimeout: "30 seconds",
  retry: { initialInterval: "500 milliseconds", maximumInterval: "30 seconds" },
});

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Carries one inspection: does outside what its state asks for, takes commands, and looks again when time
 * has moved it. What is true is in the service's database, so a lost workflow is simply started again.
 */
export async function inspection(input: InspectionInput): Promise<void> {
  let view: InspectionView | undefined;
  let toldState = "";
  let toldDue: string | null = null;
  let moved = false;

  const see = (seen: InspectionView) => {
    if (view === undefined || seen.revision >= view.revision) view = seen;
    moved = true;
  };

  setHandler(defineQuery<InspectionWaiting | null>(waitingQuery), () =>
    view === undefined ? null : { state: view.state, waitingFor: view.waitingFor, dueAt: view.dueAt },
  );
  setHandler(defineSignal(nudgeSignal), () => {
    moved = true;
  });
  setHandler(
    defineUpdate<void, [string]>(commandUpdate),
    async (commandId) => see(await decideInspection(input, commandId)),
    {
      validator: (commandId) => {
        if (!uuid.test(commandId)) throw new TypeError("a command is named by its UUID");
      },
    },
  );

  for (;;) {
    moved = false;
    const now: InspectionView = await lookAtInspection(input);
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
      see(await performForInspection(input, now.effect));
      continue;
    }
    if (now.over) {
      await condition(allHandlersFinished);
      if (!moved) return;
      continue;
    }
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof inspection>(input);
    }
    if (now.waitMs === null) await condition(() => moved);
    else await condition(() => moved, now.waitMs);
  }
}
