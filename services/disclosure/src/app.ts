import { documentTitles } from "@shuangsui/contracts";
import {
  auditRoutes,
  createApp,
  createAuditor,
  feedRoutes,
  outcomeRoute,
  uploadWithinMs,
  type App,
  type Frame,
  type RateLimits,
  type TokenVerifier,
} from "@shuangsui/service-kit";

import { drawRoutes } from "./draws/routes.ts";
import { publicationRoutes } from "./publications/routes.ts";
import type { Work } from "./tables.ts";
import { itemListRoutes } from "./item-lists/routes.ts";
import { termRoutes } from "./terms/routes.ts";

export type DisclosureAppOptions = {
  frame: Frame<Work>;
  /** Whether the database answers. */
  ping(): Promise<void>;
  /** Who tells who calls. */
  tokens: TokenVerifier;
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies?: readonly string[];
  rateLimits?: RateLimits;
};

/** The disclosure service, as services and officials call it: publications and draws. What anybody reads of them is the portal's. */
export async function createDisclosureApp({
  frame,
  ping,
  tokens,
  trustedProxies = [],
  rateLimits,
}: DisclosureAppOptions): Promise<App> {
  const { database, clock, logger } = frame;
  const auditor = createAuditor(frame);
  // The engine is not asked: with it down, commands are decided all the same.
  const app = await createApp({
    name: "disclosure",
    title: documentTitles.disclosure,
    logger,
    tokens,
    bodyLimit: 4 * 1_048_576,
    ready: { database: ping },
    auditor,
    trustedProxies,
    rateLimits,
    requestWithinMs: uploadWithinMs,
  });
  publicationRoutes(app, frame);
  itemListRoutes(app, frame);
  termRoutes(app, frame);
  drawRoutes(app, { database, clock });
  feedRoutes(app, { service: "disclosure", database, logger });
  outcomeRoute(app, database);
  auditRoutes(app, {
    database,
    auditor,
    named: [
      { table: "publication", key: "id", name: "title" },
      { table: "draw", key: "id", keyIs: "text", name: "title" },
    ],
  });
  return app;
}
