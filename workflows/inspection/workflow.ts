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
import {
  waitingQuery,
  type InspectionEffect,
  type InspectionInput,
  type InspectionView,
  type InspectionWaiting,
} from "./contract.ts";

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
  let told = "";
  let moved = false;
  let busy = false;

  const see = (seen: InspectionView): InspectionView => {
    if (view === undefined || seen.revision >= view.revision) view = seen;
    return view;
  };
  /** Does one thing outside while time and commands go on: another service's outage stops no deadline. */
  const perform = async (effect: InspectionEffect): Promise<void> => {
    busy = true;
    see(await performForInspection(input, effect));
    busy = false;
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
    async (commandId) => {
      see(await decideInspection(input, commandId));
      moved = true;
    },
    {
      validator: (commandId) => {
        if (!uuid.test(commandId)) throw new TypeError("a command is named by its UUID");
      },
    },
  );

  for (;;) {
    moved = false;
    const now = see(await lookAtInspection(input));
    const standing = `${now.state} ${now.dueAt}`;
    if (standing !== told) {
      told = standing;
      upsertSearchAttributes([
        { key: attributes.authority, value: input.authority },
        { key: attributes.state, value: now.state },
        { key: attributes.dueDate, value: now.dueAt === null ? null : new Date(now.dueAt) },
      ]);
    }
    if (now.effect !== null && !busy) void perform(now.effect);
    if (now.over && !busy) {
      await condition(allHandlersFinished);
      if (!moved) return;
      continue;
    }
    if (workflowInfo().continueAsNewSuggested && !busy) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof inspection>(input);
    }
    if (now.waitMs === null) await condition(() => moved);
    else await condition(() => moved, now.waitMs);
  }
}
