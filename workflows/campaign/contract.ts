import type { View } from "../driver.ts";

/** The workflow that carries one campaign from its scheme to the reveal of its draw. Ids, states and dates only. */
export type CampaignInput = { id: string; authority: string };

export const campaignWorkflowType = "campaign";

/** The one id of a campaign's workflow. */
export function campaignWorkflowId(id: string): string {
  return `campaign/${id}`;
}

/** What a campaign asks to be done next. The workflow starts the inspections itself; the others are an activity's, once. */
export type CampaignEffect = "announce" | "draw" | "announce-void" | "start" | "reveal" | "announce-reveal";

/** A campaign as its workflow sees it. */
export type CampaignView = View<CampaignEffect>;

/** How a command is decided: at once, or by an activity that takes its time (a snapshot of the registry). */
export type Decided = { view: CampaignView; slow: boolean };

/** How many inspections are being started at a time. */
export const startAtOnce = 50;
/** After so many a run's history is long enough: the next run goes on. */
export const startsARun = 500;
