import { lazyClient } from "@shuangsui/temporal-kit";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { closing, inPlace } from "../../embedded/place.ts";
import { startStack } from "../../embedded/stack.ts";
import { drawCampaign, publishAll } from "./campaign.ts";
import { backgroundOf, bounds, costsOf, exact } from "./costs.ts";
import { planCounty } from "./county.ts";

it("carries an inspection to its publication within bounds", { timeout: 240_000 }, () =>
  inPlace(
    () => undefined,
    async ({ folder }) => {
      mkdirSync(join(folder, "data"));
      const stack = await startStack({
        dataDir: join(folder, "data"),
        log: () => undefined,
        databaseSettings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
      });
      const client = lazyClient(stack.engine);
      await closing(
        async () => {
          const plan = await planCounty(stack, 100, ["0.06", "0.06"]);
          const [first, second] = plan.entries.map((entry) => ({ planId: plan.id, entryId: entry.id }));
          if (first === undefined || second === undefined) throw new Error("the plan lacks its entries");
          await publishAll(stack, await drawCampaign(stack, first), 6);
          const background = await backgroundOf(stack, exact);
          const drawn = await drawCampaign(stack, second);
          const costs = await costsOf(stack, client, drawn, { atOnce: 6, background, patience: exact });

          expect(drawn.inspections).toHaveLength(6);
          expect.soft(costs.events, "events").toBeLessThanOrEqual(bounds.events);
          expect.soft(costs.transitions, "state transitions").toBeLessThanOrEqual(bounds.transitions);
          expect.soft(costs.commits, "commits").toBeLessThanOrEqual(bounds.commits);
          expect.soft(costs.commits, "commits").toBeGreaterThan(0);
        },
        async () => {
          await client.connection.close();
          await stack.stop();
        },
      );
    },
  ),
);
