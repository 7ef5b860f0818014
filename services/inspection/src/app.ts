import { documentTitles } from "@shuangsui/contracts";
import type { Sealer } from "@shuangsui/sealing";
import {
  auditRoutes,
  createApp,
  createAuditor,
  feedRoutes,
  outcomeRoute,
  owingToWebhooks,
  webhookRoutes,
  type App,
  type Destinations,
  type Frame,
  type RateLimits,
  type TokenVerifier,
} from "@shuangsui/service-kit";
import { apiPage, type OtherServices } from "./api-page.ts";
import { calendarRoutes } from "./calendar/routes.ts";
import { campaignRoutes } from "./campaigns/routes.ts";
import { figureRoutes } from "./for-the-portal.ts";
import { inspectedRoutes } from "./inspected/routes.ts";
import { alsoOfInspected } from "./inspected/sessions.ts";
import { inspectionRoutes } from "./inspections/routes.ts";
import { itemRoutes } from "./items/routes.ts";
import type { RegistryClient } from "./neighbours/registry.ts";
import { noticeRoute } from "./notices.ts";
import { planRoutes } from "./plans/routes.ts";
import { retryRoutes } from "./retry.ts";
import { settingRoutes } from "./settings/routes.ts";
import { stuckRoute } from "./stuck.ts";
import { supervisionRoutes } from "./supervision/routes.ts";
import type { Work } from "./tables.ts";
import { textReviewRequestRoutes } from "./text-reviews/requests.ts";
import { textReviewRoutes } from "./text-reviews/routes.ts";
import { workbenchRoutes } from "./workbench/routes.ts";

export type InspectionAppOptions = {
  frame: Frame<Work>;
  /** Whether the database answers. */
  ping(): Promise<void>;
  registry: RegistryClient;
  /** Who tells who calls. */
  tokens: TokenVerifier;
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies?: readonly string[];
  rateLimits?: RateLimits;
  /** Seals the secrets of webhooks, and opens what a draw keeps from all but the one it is of. */
  sealer: Sealer;
  /** Where webhooks may go. */
  destinations: Destinations;
  /** The services that the page about all APIs shows beside this one. */
  others?: OtherServices;
};

/** The inspection service: plans, campaigns, draws, inspections and supervision orders, and what is asked of them. */
export async function createInspectionApp({
  frame,
  ping,
  registry,
  tokens,
  trustedProxies = [],
  rateLimits,
  sealer,
  destinations,
  others = {},
}: InspectionAppOptions): Promise<App> {
  const auditor = createAuditor(frame);
  // The engine is not asked: with it down, commands are decided, or kept until it is up.
  const app = await createApp({
    name: "inspection",
    title: documentTitles.inspection,
    logger: frame.logger,
    tokens: alsoOfInspected(tokens, frame.database),
    ready: { database: ping },
    auditor,
    trustedProxies,
    rateLimits,
  });
  calendarRoutes(app, frame);
  settingRoutes(app, frame);
  planRoutes(app, { frame, registry, auditor });
  campaignRoutes(app, frame, auditor);
  itemRoutes(app, { frame, registry });
  inspectionRoutes(app, { frame, registry, auditor });
  inspectedRoutes(app, { frame, registry, sealer });
  supervisionRoutes(app, frame, auditor);
  textReviewRoutes(app, frame);
  textReviewRequestRoutes(app, frame);
  stuckRoute(app, frame);
  retryRoutes(app, frame);
  workbenchRoutes(app, frame);
  noticeRoute(app, frame);
  figureRoutes(app, frame);
  const { database, logger } = frame;
  feedRoutes(app, { service: "inspection", database, logger, sequencer: owingToWebhooks(frame) });
  webhookRoutes(app, { frame, sealer, destinations });
  outcomeRoute(app, frame.database);
  auditRoutes(app, {
    database: frame.database,
    auditor,
    named: [
      { table: "inspection", key: "id", name: "target_name" },
      { table: "campaign", key: "id", name: "title" },
      { table: "plan", key: "id", name: "title" },
      { table: "supervision", key: "id", name: "subject_title" },
    ],
  });
  await apiPage(app, others);
  return app;
}
