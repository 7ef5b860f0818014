import { documentTitles } from "@shuangsui/contracts";
import { createApp, type App, type Frame, type RateLimits } from "@shuangsui/service-kit";
import { publicDrawRoutes } from "../draws/public-routes.ts";
import { figureSource } from "../figures.ts";
import type { InspectionClient } from "../neighbours/inspection.ts";
import { publicPublicationRoutes } from "../publications/public-routes.ts";
import { publicRiskTableRoutes } from "../risk-tables/public-routes.ts";
import type { Work } from "../tables.ts";
import { keptPages } from "./kept-pages.ts";
import { portalPages } from "./page.ts";
import { portalRoutes } from "./routes.ts";

export type PortalAppOptions = {
  frame: Pick<Frame<Work>, "database" | "clock" | "logger">;
  /** Whether the database answers. */
  ping(): Promise<void>;
  inspection: Pick<InspectionClient, "figures" | "campaignStatistics">;
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies?: readonly string[];
  rateLimits?: RateLimits;
};

/** The public portal, on a port of its own: its pages and what they show as data. It reads alone, and asks nobody who calls. */
export async function createPortalApp({
  frame: { database, clock, logger },
  ping,
  inspection,
  trustedProxies = [],
  rateLimits,
}: PortalAppOptions): Promise<App> {
  const pages = portalPages(clock);
  const app = await createApp({
    name: "portal",
    title: documentTitles.portal,
    logger,
    ready: { database: ping },
    trustedProxies,
    rateLimits,
    pages: { styles: true, images: true, formTargets: [] },
    refusalPage: pages.refuse,
  });
  const figures = figureSource(inspection);
  publicPublicationRoutes(app, { database, figures });
  publicDrawRoutes(app, { database, figures });
  publicRiskTableRoutes(app, { database });
  const kept = keptPages();
  await portalRoutes(app, { database, clock, figures, pages, kept });
  kept.sendAheadOf(app.server);
  const unheard = database.onEvents(kept.doubt);
  app.addHook("onClose", async () => unheard());
  return app;
}
