import { api, id } from "@shuangsui/contracts";
import { systemScope, type App, type Frame } from "@shuangsui/service-kit";
import { z } from "zod";
import { inspectionStatistics } from "./campaigns/statistics.ts";
import { figuresOfAuthorities, figuresOfCampaigns } from "./inspections/figures.ts";
import { publicSupervisions } from "./supervision/figures.ts";
import type { Work } from "./tables.ts";

/** What the portal shows of inspections and supervision orders in numbers: by authority, and of one campaign, counted as it is for officials. */
export function figureRoutes(app: App, { database, clock }: Frame<Work>): void {
  app.get(
    "/internal/v1/figures",
    {
      config: { action: "service" },
      schema: { hide: true, response: { 200: api.inspection.getInternalFigures.answer } },
    },
    () =>
      database.as(systemScope, async (work) => {
        const now = await clock.now(work);
        const [items, supervision] = await Promise.all([
          figuresOfAuthorities(work, now),
          publicSupervisions(work, now),
        ]);
        return { at: now.toISOString(), items, supervision };
      }),
  );

  app.get(
    "/internal/v1/campaigns/:id/statistics",
    {
      config: { action: "service" },
      schema: {
        hide: true,
        params: z.object({ id }),
        response: { 200: api.inspection.getInternalCampaignsByIdStatistics.answer },
      },
    },
    (request) => {
      const campaignId = request.params.id;
      return database.as(systemScope, async (work) => {
        const figures = await figuresOfCampaigns(work, [campaignId], await clock.now(work));
        return inspectionStatistics(work, campaignId, figures(campaignId));
      });
    },
  );
}
