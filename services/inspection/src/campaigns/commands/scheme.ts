import { Problem, type Scheme } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { beforeCommitment, type Campaign, type CampaignDecision } from "../lifecycle.ts";
import { requireCampaignState, requireWithin } from "../rules.ts";

/**
 * Article 22: the scheme is set before the commitment, its window within the plan's; a draw that is repeated keeps the one
 * it had. @throws Problem `campaign/wrong-state`, `campaign/outside-window`
 */
export function decideScheme(
  campaign: Campaign,
  { body: scheme }: Command<Scheme>,
  entry: { window: { from: string; to: string } },
): CampaignDecision {
  requireCampaignState(campaign.state, ...beforeCommitment);
  if (campaign.draw.previous_draw !== null)
    throw new Problem("campaign/wrong-state", "a repeated draw keeps its scheme");
  requireWithin(scheme.window, entry.window);
  const { from, to } = scheme.window;
  return {
    patch: { scheme, state: "scheme", window_from: from, window_to: to },
    events: [{ type: "scheme-set", facts: { from, to } }],
  };
}
