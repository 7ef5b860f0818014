import { Problem, type CampaignCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { allContributed, withDecision, type Campaign, type CampaignDecision } from "../lifecycle.ts";
import { requireCampaignState, requireContribution, witnessOf } from "../rules.ts";

/**
 * Article 23: a witness reveals, after the commitment is public and before `revealBy` by the stamp of receipt. With the
 * last one the draw is made.
 * @throws Problem `draw/too-late`, `campaign/wrong-state`, `draw/not-its-witness`, `draw/contribution-mismatch`
 */
export function decideContribution(
  campaign: Campaign,
  { body: { contribution }, act }: Command<CampaignCommand<"contribution">>,
): CampaignDecision {
  const { draw, witnesses } = campaign;
  if (draw.state === "void") throw new Problem("draw/too-late");
  requireCampaignState(campaign.state, "committed");
  if (draw.announced_at === null || draw.reveal_by === null)
    throw new Problem("campaign/wrong-state", "the commitment is not public yet");
  if (act.at >= draw.reveal_by) throw new Problem("draw/too-late");
  const { name, position } = requireContribution(draw.id, witnessOf(witnesses, act.actor), contribution);
  const decision: CampaignDecision = {
    patch: {},
    contribution: { name, contribution },
    events: [{ type: "witness-revealed", facts: { position } }],
  };
  const wasLast =
    !allContributed(witnesses) && allContributed(withDecision(campaign, decision, act.at).witnesses);
  return wasLast ? { ...decision, owes: ["drawAndDeal"] } : decision;
}
