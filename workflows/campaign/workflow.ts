import { attributes, commandUpdate, nudgeSignal } from "@shuangsui/temporal-kit/workflow";
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/common";
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  ParentClosePolicy,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  startChild,
  upsertSearchAttributes,
  workflowInfo,
} from "@temporalio/workflow";
import { inspectionWorkflowId, inspectionWorkflowType } from "../inspection/contract.ts";
import type { CampaignActivities } from "./activities.ts";
import { startAtOnce, startsARun, waitingQuery, type CampaignInput, type CampaignView, type CampaignWaiting } from "./contract.ts";

const { lookAtCampaign, decideCampaign, inspectionsToStart, inspectionsStarted } = proxyLocalActivities<CampaignActivities>({
  startToCloseTimeout: "20 seconds",
  retry: { initialInterval: "200 milliseconds", maximumInterval: "30 seconds" },
});
const { decideCampaignSlowly, performForCampaign } = proxyActivities<CampaignActivities>({
  startToCloseTimeout: "20 minutes",
  retry: { initialInterval: "500 milliseconds", maximumInterval: "30 seconds" },
});

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Carries one campaign: commitment, beacon, draw, the start of its inspections, and the reveal once their checks
 * are over (articles 20–23). It learns of the checks from the service's database, and keeps no inspection as its own.
 */
export async function campaign(input: CampaignInput): Promise<void> {
  let view: CampaignView | undefined;
  let toldState = "";
  let toldDue: string | null = null;
  let moved = false;
  const subject = { id: input.id, authority: input.authority };

  const see = (seen: CampaignView) => {
    if (view === undefined || seen.revision >= view.revision) view = seen;
    moved = true;
  };

  setHandler(defineQuery<CampaignWaiting | null>(waitingQuery), () =>
    view === undefined ? null : { state: view.state, waitingFor: view.waitingFor, dueAt: view.dueAt },
  );
  setHandler(defineSignal(nudgeSignal), () => {
    moved = true;
  });
  setHandler(
    defineUpdate<void, [string]>(commandUpdate),
    async (commandId) => {
      const decided = await decideCampaign(subject, commandId);
      see(decided.slow ? await decideCampaignSlowly(subject, commandId) : decided.view);
    },
    {
      validator: (commandId) => {
        if (!uuid.test(commandId)) throw new TypeError("a command is named by its UUID");
      },
    },
  );

  for (;;) {
    moved = false;
    const now: CampaignView = await lookAtCampaign(subject);
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
    if (now.effect === "start") {
      await startInspections(subject, input.startedThrough ?? null);
      see(await inspectionsStarted(subject));
      // Starting many is long: what comes after begins with a short history.
      await condition(allHandlersFinished);
      await continueAsNew<typeof campaign>(subject);
    }
    if (now.effect !== null) {
      see(await performForCampaign(subject, now.effect));
      continue;
    }
    if (now.over) {
      await condition(allHandlersFinished);
      if (!moved) return;
      continue;
    }
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof campaign>(subject);
    }
    if (now.waitMs === null) await condition(() => moved);
    else await condition(() => moved, now.waitMs);
  }
}

/** Starts the inspections' workflows, a few at a time; each then lives on its own. */
async function startInspections(subject: CampaignInput, after: string | null): Promise<void> {
  let startedThrough = after;
  for (let started = 0; ; ) {
    const ids = await inspectionsToStart(subject, startedThrough, startAtOnce);
    await Promise.all(ids.map((id) => startInspection(id, subject.authority)));
    startedThrough = ids.at(-1) ?? startedThrough;
    started += ids.length;
    if (ids.length < startAtOnce) return;
    if (startedThrough !== null && (started >= startsARun || workflowInfo().continueAsNewSuggested)) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof campaign>({ ...subject, startedThrough });
    }
  }
}

async function startInspection(id: string, authority: string): Promise<void> {
  try {
    await startChild(inspectionWorkflowType, {
      workflowId: inspectionWorkflowId(id),
      args: [{ id, authority }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: "REJECT_DUPLICATE",
      typedSearchAttributes: [{ key: attributes.authority, value: authority }],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
