import { Problem } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { allContributed, withDecision, type Campaign, type CampaignDecision } from "../lifecycle.ts";
import { requireCampaignState, requireContribution, witnessNamed } from "../rules.ts";

/**
 * Article 23: a witness reveals, after the commitment is public and before `revealBy` by the stamp of receipt. With the
 * last one the draw is made.
 * @throws Problem `draw/too-late`, `campaign/wrong-state`, `draw/contribution-mismatch`
 */
export function decideContribution(
  campaign: Campaign,
  { body: given, act }: Command<{ name: string; contribution: string }>,
): CampaignDecision {
  const { draw, witnesses } = campaign;
  if (draw.state === "void") throw new Problem("draw/too-late");
  requireCampaignState(campaign.state, "committed");
  if (draw.announced_at === null || draw.reveal_by === null)
    throw new Problem("campaign/wrong-state", "the commitment is not public yet");
  requireContribution(draw.id, witnesses, given, act.at, draw.reveal_by);
  const { name = given.name, position = 0 } = witnessNamed(witnesses, given.name) ?? {};
  const decision: CampaignDecision = {
    patch: {},
    contribution: { ...given, name },
    events: [{ type: "witness-revealed", facts: { position } }],
  };
  const wasLast =
    !allContributed(witnesses) && allContributed(withDecision(campaign, decision, act.at).witnesses);
  return wasLast ? { ...decision, owes: ["drawAndDeal"] } : decision;
}
