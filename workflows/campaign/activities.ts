import { withCodes } from "@shuangsui/temporal-kit";
import type { CampaignEffect, CampaignInput, CampaignView, Decided } from "./contract.ts";

/** What the campaign's activities need of the service that owns its tables. */
export type CampaignParts = {
  /** Writes down what time and the checks have done, and tells how the campaign stands. */
  look(input: CampaignInput): Promise<CampaignView>;
  /** Decides one command, once; what takes its time is left to `decideSlowly`. */
  decide(input: CampaignInput, commandId: string): Promise<Decided>;
  /** Decides a command for which the registry is read. */
  decideSlowly(input: CampaignInput, commandId: string): Promise<CampaignView>;
  /** Does one thing, once, and tells how the campaign stands then. */
  perform(input: CampaignInput, effect: CampaignEffect): Promise<CampaignView>;
  /** Writes down whose workflows were started, and gives the ids of at most `limit` inspections that wait for theirs. */
  start(input: CampaignInput, started: readonly string[], limit: number): Promise<string[]>;
};

/** The activities of the campaign workflow. Each is idempotent under the campaign's id, its draw and the step. */
export function campaignActivities(parts: CampaignParts) {
  return withCodes({
    lookAtCampaign: (input: CampaignInput) => parts.look(input),
    decideCampaign: (input: CampaignInput, commandId: string) => parts.decide(input, commandId),
    decideCampaignSlowly: (input: CampaignInput, commandId: string) => parts.decideSlowly(input, commandId),
    performForCampaign: (input: CampaignInput, effect: CampaignEffect) => parts.perform(input, effect),
    nextToStart: (input: CampaignInput, started: readonly string[], limit: number) =>
      parts.start(input, started, limit),
  });
}
export type CampaignActivities = ReturnType<typeof campaignActivities>;
