import type { Sealer } from "@shuangsui/sealing";
import type { Clock } from "@shuangsui/clock";
import { campaignCommands } from "@shuangsui/contracts";
import {
  actOfTime,
  latestDocuments,
  ServiceUnavailable,
  type Deliveries,
  type Delivery,
  type Engine,
  type ScopedDatabase,
} from "@shuangsui/service-kit";
import type { CampaignDeed } from "@shuangsui/workflows/campaign/contract";
import { countChanges, lockDraw } from "../draws/store.ts";
import { cancelInspections } from "../inspections/of-campaign.ts";
import type { DrawAnnouncer } from "../neighbours/disclosure.ts";
import type { RegistryClient } from "../neighbours/registry.ts";
import type { Work } from "../tables.ts";
import { announceCommitted, announceRevealed } from "./announcements.ts";
import {
  decideAnnounced,
  decideClosed,
  decideDrawn,
  decideRevealed,
  decideStarted,
  decideVoidAnnounced,
} from "./deeds.ts";
import { drawAndDeal, withNames } from "./drawing.ts";
import type { Campaign, CampaignDecision } from "./lifecycle.ts";
import { showingProgress } from "./progress.ts";
import { makeReveal, type Revealed } from "./revealing.ts";
import { startInspections } from "./starting.ts";
import { revealedStatistics } from "./statistics.ts";

/** What the worker gives campaigns' deliveries. */
export type CampaignReceivers = {
  database: ScopedDatabase<Work>;
  clock: Clock;
  engine: Engine;
  disclosure: DrawAnnouncer;
  registry: Pick<RegistryClient, "targetNames">;
  sealer: Sealer;
};

type CampaignDelivery = Delivery<Work, Campaign, CampaignDecision, CampaignReceivers>;

/** How many inspections are cancelled in one transaction. */
const cancelAtOnce = 100;

/** A delivery whose `done` knows what its own `hand` gave. */
function delivery<Result>({
  hand,
  done,
}: {
  hand(receivers: CampaignReceivers, campaign: Campaign): Promise<Result>;
  done(
    campaign: Campaign,
    at: Date,
    result: Result,
    work: Work,
  ): Promise<CampaignDecision | null> | CampaignDecision | null;
}): CampaignDelivery {
  return {
    // A draw goes on only when it is public: nothing is refused for good, whatever disclosure answers is tried again.
    final: [],
    hand,
    done: (work, campaign, result, at) => done(campaign, at, result as Result, work),
  };
}

/** What a campaign owes, each once a draw. */
export const campaignDeliveries: Deliveries<
  Work,
  Campaign,
  CampaignDecision,
  CampaignReceivers,
  CampaignDeed
> = {
  /** Article 23: the commitment is public before any witness reveals. */
  announceCommitment: delivery({
    hand: ({ disclosure }, campaign) => announceCommitted(disclosure, campaign, "committed"),
    done: decideAnnounced,
  }),

  /** Articles 21, 23: targets are drawn and inspectors dealt by lot, and their inspections made, all at once. */
  drawAndDeal: delivery({
    hand: async ({ database, registry, sealer }, campaign) =>
      withNames(
        registry,
        await showingProgress(database, campaign, "drawing", (onProgress) =>
          database.as(campaign.authority, (work) => drawAndDeal(work, sealer, campaign, onProgress)),
        ),
      ),
    done: (campaign, at, drawn) => decideDrawn(campaign, drawn, at),
  }),

  /** Article 23: the public sees that a draw is void, and why. */
  announceVoid: delivery({
    hand: ({ disclosure }, campaign) => announceCommitted(disclosure, campaign, "void"),
    done: decideVoidAnnounced,
  }),

  /** Articles 20, 21: every inspection drawn has its workflow. */
  startInspections: delivery({ hand: startInspections, done: decideStarted }),

  /** What has not begun of a cancelled campaign is cancelled, a few at a time, each with its reason in public (article 24). */
  cancelInspections: delivery({
    async hand({ database, clock }, { id, authority }) {
      for (let left = true; left;)
        left = await database.as(authority, async (work) => {
          const documents = await latestDocuments(work, id);
          const { reason } = campaignCommands.cancel.parse(documents.get("cancel"));
          return cancelInspections(work, id, reason, actOfTime(await clock.now(work)), cancelAtOnce);
        });
    },
    done: () => null,
  }),

  /** Article 23: the secret, the beacon, every change and the teams after them, for anybody to verify. */
  revealDraw: delivery({
    hand: ({ database, sealer }, campaign) =>
      database.as(campaign.authority, (work) => makeReveal(work, sealer, campaign)),
    async done(campaign, at, revealed, work) {
      await requireUnchanged(work, revealed);
      const statistics = await revealedStatistics(work, campaign, revealed.result, revealed.changes);
      return decideRevealed(campaign, revealed, statistics, at);
    },
  }),

  announceReveal: delivery({
    hand: (receivers, campaign) =>
      showingProgress(receivers.database, campaign, "handing-over", (onProgress) =>
        announceRevealed(receivers, campaign, onProgress),
      ),
    done: decideClosed,
  }),
};

/** No line was added to the draw since its reveal was made. @throws ServiceUnavailable where one was: it is made anew */
async function requireUnchanged(work: Work, { drawId, changes }: Revealed): Promise<void> {
  await lockDraw(work, drawId, "update");
  if ((await countChanges(work, drawId)) !== changes)
    throw new ServiceUnavailable("the draw has changed meanwhile");
}
