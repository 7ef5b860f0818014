import {
  auditRoutes,
  createApp,
  createAuditor,
  feedRoutes,
  outcomeRoute,
  type App,
  type Frame,
  type TokenVerifier,
} from "@shuangsui/service-kit";

import { drawRoutes } from "./draws/routes.ts";
import { figureSource } from "./figures.ts";
import type { InspectionClient } from "./neighbours/inspection.ts";
import { portalPages } from "./portal/page.ts";
import { portalRoutes } from "./portal/routes.ts";
import type { StartLater } from "./publications/opening.ts";
import { publicationRoutes } from "./publications/routes.ts";
import type { Work } from "./tables.ts";
import { termRoutes } from "./terms/routes.ts";

export type DisclosureAppOptions = {
  frame: Frame<Work>;
  /** Whether the database answers. */
  ping(): Promise<void>;
  startLater: StartLater;
  inspection: Pick<InspectionClient, "figures" | "campaignStatistics">;
  /** Who tells who calls. */
  tokens: TokenVerifier;
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies?: readonly string[];
};

/** The disclosure service: publications, draws, and the public portal. */
export async function createDisclosureApp({
  frame,
  ping,
  startLater,
  inspection,
  tokens,
  trustedProxies = [],
}: DisclosureAppOptions): Promise<App> {
  const { database, clock, logger } = frame;
  const pages = portalPages(clock);
  const auditor = createAuditor(frame);
  // The engine is not asked: with it down, commands are decided all the same.
  const app = await createApp({
    name: "disclosure",
    title: "双随机抽查：公示",
    logger,
    tokens,
    bodyLimit: 4 * 1_048_576,
    ready: { database: ping },
    auditor,
    trustedProxies,
    refusalPage: pages.refuse,
  });
  const figures = figureSource(inspection);
  publicationRoutes(app, { frame, startLater, figures });
  termRoutes(app, frame);
  drawRoutes(app, { database, clock, figures });
  feedRoutes(app, { service: "disclosure", database, logger });
  outcomeRoute(app, database);
  auditRoutes(app, { database, auditor });
  await portalRoutes(app, { database, figures, pages });
  return app;
}
