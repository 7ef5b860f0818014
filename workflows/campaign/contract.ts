import type { CampaignCommandType, CampaignState } from "@shuangsui/contracts";
import type { MatterKind } from "../follow.ts";

/** The workflow that carries one campaign from its scheme to the reveal of its draw. Ids, states and dates only. */
export const campaignWorkflowType = "campaign";
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
/** What a campaign owes, each once a draw. */
export type CampaignDeed = (typeof deeds)[number];

/** How a campaign is carried. A snapshot, a draw and its files take as long as the registry is large. */
export const campaignKind: MatterKind<CampaignDeed> = {
  commands,
  deeds,
  lasting: [
    "commit",
    "announceCommitment",
    "drawAndDeal",
    "startInspections",
    "cancelInspections",
    "revealDraw",
    "announceReveal",
  ],
  passTime: "passCampaignTime",
  decide: "decideCampaign",
};
