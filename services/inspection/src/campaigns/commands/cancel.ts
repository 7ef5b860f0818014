import { Problem, type campaignCommands } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { z } from "zod";
import type { Campaign, CampaignDecision } from "../lifecycle.ts";
import { requireCampaignState } from "../rules.ts";

/**
 * A campaign is cancelled, with its written reason. While it is committed to and not drawn nothing but a missing witness ends it
 * (article 23): who could take a draw back once it is known would draw until it suits. Of one that is drawn the checks that have not
 * begun are cancelled, each in public, and the draw is revealed like any other.
 * @throws Problem `campaign/wrong-state`
 */
export function decideCancel(
  campaign: Campaign,
  { body, act }: Command<z.infer<typeof campaignCommands.cancel>>,
): CampaignDecision {
  requireCampaignState(campaign.state, "draft", "scheme", "void", "running");
  if (campaign.cancelled_at !== null) throw new Problem("campaign/wrong-state", "it is cancelled");
  const isDrawn = campaign.state === "running";
  return {
    patch: { cancelled_at: act.at, ...(isDrawn ? {} : { state: "cancelled", due_at: null }) },
    events: [{ type: "cancelled" }],
    documents: [{ kind: "cancel", content: body }],
    owes: isDrawn ? ["cancelInspections"] : [],
  };
}
