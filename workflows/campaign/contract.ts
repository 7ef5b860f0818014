import type { CampaignCommandType, CampaignState, MatterInput, Standing } from "@shuangsui/contracts";
import type { MatterKind } from "../follow.ts";

/** The workflow that carries one campaign from its scheme to the reveal of its draw. Ids, states and dates only. */
export const campaignWorkflowType = "campaign";
/** `startedUpTo`: the last inspection, in the order of ids, that an earlier run of this workflow has started. */
export type CampaignInput = MatterInput & { startedUpTo?: string };
export type { CampaignState };

/** The one id of a campaign's workflow. */
export function campaignWorkflowId(id: string): string {
  return `campaign/${id}`;
}

const commands = [
  "scheme",
  "witness",
  "withdrawWitness",
  "contribution",
  "cancel",
  "commit",
  "redraw",
  "reveal",
] as const satisfies readonly CampaignCommandType[];

const deeds = [
  "announceCommitment",
  "drawAndDeal",
  "announceVoid",
  "startInspections",
  "cancelInspections",
  "revealDraw",
  "announceReveal",
] as const;
/** What a campaign owes, each once a draw. `startInspections` the workflow does itself: it starts them, and then says that all are. */
export type CampaignDeed = (typeof deeds)[number];

/** How a campaign is carried. A snapshot, a draw and its files take as long as the registry is large. */
export const campaignKind: MatterKind<CampaignDeed> = {
  commands,
  deeds,
  lasting: [
    "commit",
    "announceCommitment",
    "drawAndDeal",
    "cancelInspections",
    "revealDraw",
    "announceReveal",
  ],
  passTime: "passCampaignTime",
  decide: "decideCampaign",
};

/** An inspection to be started, and how it stands where nothing is owed or undecided of it. */
export type StartingInspection = { id: string; standing?: Standing };
/** The local activity that gives at most `limit` inspections to start, those after one, in the order of ids. */
export const nextToStart = "nextToStart";
/** How many inspections are being started at a time. */
export const startAtOnce = 50;
/** After so many a run's history is long enough: the next run goes on. */
export const startsARun = 500;
