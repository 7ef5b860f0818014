import type { Domain } from "@shuangsui/service-kit";
import type { Work } from "../tables.ts";
import { campaignRules } from "./commands/index.ts";
import { campaignLifecycle, type Campaign, type CampaignDecision } from "./lifecycle.ts";
import { campaignType, find, lock, write } from "./store.ts";

/** Campaigns, as the frame carries them (articles 20–23). */
export const campaignDomain: Domain<Work, Campaign, CampaignDecision> = {
  type: campaignType,
  lifecycle: campaignLifecycle,
  commands: campaignRules,
  deedsAfter: { drawAndDeal: ["announceCommitment"] },
  find,
  lock,
  write,
};
