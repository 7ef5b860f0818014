import { lazyClient } from "@shuangsui/temporal-kit";
import { expect, it } from "vitest";
import { closing } from "../../embedded/place.ts";
import { onOwnStack } from "../site.ts";
import { drawCampaign } from "./campaign.ts";
import { bounds, costsOf, exact } from "./costs.ts";
import { planCounty } from "./county.ts";

/** Fewer than two dozen at a time would tell little: what the services commit without work weighs as much as six inspections. */
const [builders, share, atOnce] = [1_200, "0.02", 24];
/** The bounds are for 60 at a time: with fewer, beside other tests, the engine is woken for each signal by itself. */
const slack = 1.25;
/** What the services commit by themselves is even enough to be counted for so long. */
const patience = { ...exact, idleMs: 4_000 };

it("an inspection takes no more events, transitions and commits than it may", { timeout: 300_000 }, () =>
  onOwnStack(
    () => undefined,
    async (siteOf) => {
      const site = siteOf("533102");
      const plan = await planCounty(site, builders, [share]);
      const drawn = await drawCampaign(site, { planId: plan.id, entryId: plan.entries[0]?.id ?? "" });
      expect(drawn.inspections).toHaveLength(atOnce);
      const client = lazyClient(site.engine);
      const costs = await closing(
        () => costsOf(site, client, drawn, { atOnce, patience }),
        () => client.connection.close(),
      );
      for (const counted of ["events", "transitions", "commits"] as const)
        expect.soft(costs[counted], counted).toBeLessThanOrEqual(slack * bounds[counted]);
    },
  ),
);
