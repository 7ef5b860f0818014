import type { Command } from "@shuangsui/service-kit";
import type { Campaign, CampaignDecision } from "../lifecycle.ts";
import { requireCampaignState } from "../rules.ts";

/** Once all checks are over the authority may reveal the draw before its deadline. @throws Problem `campaign/wrong-state` */
export function decideReveal(campaign: Campaign, { act }: Command<Record<string, never>>): CampaignDecision {
  requireCampaignState(campaign.state, "ended");
  const events = [{ type: "reveal-asked" as const }];
  return campaign.reveal_owed_at === null
    ? { patch: { reveal_owed_at: act.at }, events, owes: ["revealDraw"] }
    : { patch: {}, events };
}
