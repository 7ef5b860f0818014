import { attributes } from "@shuangsui/temporal-kit/workflow";
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/common";
import { ParentClosePolicy, proxyLocalActivities, startChild } from "@temporalio/workflow";
import { follow, type Followed } from "../follow.ts";
import { inspectionWorkflowId, inspectionWorkflowType } from "../inspection/contract.ts";
import {
  campaignKind,
  nextToStart,
  startAtOnce,
  startsARun,
  type CampaignDeed,
  type CampaignInput,
  type CampaignState,
  type StartingInspection,
} from "./contract.ts";

type ToStart = (input: CampaignInput, after: string | null, limit: number) => Promise<StartingInspection[]>;
const { [nextToStart]: toStart } = proxyLocalActivities<{ [nextToStart]: ToStart }>({
  startToCloseTimeout: "20 seconds",
  retry: { initialInterval: "200 milliseconds", maximumInterval: "30 seconds" },
});

/** Carries one campaign from its scheme to the reveal of its draw (articles 20–23). */
export async function campaign(input: CampaignInput): Promise<void> {
  const it = await follow<CampaignState, CampaignDeed>(campaignKind, input);
  it.whenever("announceCommitment"); // 23: the commitment is public before any witness reveals
  it.whenever("announceVoid"); // 23: that a draw is void is public, and why
  it.whenever("drawAndDeal"); // 21, 23: all witnesses have revealed: targets and inspectors are drawn by lot
  it.whenever("cancelInspections"); // 24: it was cancelled: what has not begun of its checks is, each in public
  await it.past("draft", "scheme"); // 22, 23: the scheme, the witnesses; then the registry is committed to
  await it.past("committed"); // 23: the witnesses reveal in time, or the draw is void
  await it.past("void"); // 23: until the superior lets it be drawn again, from its scheme on
  if (it.is("drawn")) await startInspections(it, input); // 20, 21: every target drawn has its inspection
  await it.past("running"); // 24–26: until the last check is over, or never will be
  it.whenever("revealDraw"); // 23: by the authority, or by itself five working days later
  await it.past("ended");
  return it.ends("announceReveal"); // 23: from now on anybody can verify the draw
}

/** Starts the inspections' workflows in the order of ids, each to live on its own: a few at a time, so many a run. */
async function startInspections(
  it: Followed<CampaignState, CampaignDeed>,
  input: CampaignInput,
): Promise<void> {
  let last = input.startedUpTo ?? null;
  for (let started = 0; ;) {
    const after = last;
    const next = await it.inTurn(() => toStart(input, after, startAtOnce));
    await Promise.all(next.map((one) => startInspection(one, input.authority)));
    started += next.length;
    last = next.at(-1)?.id ?? last;
    if (next.length < startAtOnce) return it.does("startInspections");
    if (started >= startsARun && last !== null) {
      const rest: CampaignInput = { ...input, startedUpTo: last };
      await it.goesOn(rest);
    }
  }
}

async function startInspection({ id, standing }: StartingInspection, authority: string): Promise<void> {
  try {
    await startChild(inspectionWorkflowType, {
      workflowId: inspectionWorkflowId(id),
      args: [standing === undefined ? { id, authority } : { id, authority, standing }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: "REJECT_DUPLICATE",
      typedSearchAttributes: [{ key: attributes.authority, value: authority }],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
