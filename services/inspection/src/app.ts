import type { Clock } from "@shuangsui/clock";
import {
  commandRoutes,
  createApp,
  type App,
  type Database,
  type Inbox,
  type Logger,
} from "@shuangsui/service-kit";
import { campaignRoutes } from "./campaigns/routes.ts";
import { inspectionRoutes, noticeRoutes } from "./inspections/routes.ts";
import { planPublished } from "./plans/notice.ts";
import { planRoutes } from "./plans/routes.ts";
import type { RegistryClient } from "./registry-client.ts";
import { settingRoutes } from "./settings/routes.ts";
import type { Tables } from "./tables.ts";

export type InspectionAppParts = {
  database: Database<Tables>;
  clock: Clock;
  inbox: Inbox;
  registry: RegistryClient;
  logger: Logger;
  /** What the system's services show one another. */
  internalToken: string;
};

/** The inspection service: plans, campaigns, draws and inspections, and the inbox of commands on them. */
export async function createInspectionApp(parts: InspectionAppParts): Promise<App> {
  const { database, logger, inbox } = parts;
  // The engine is not asked: with it down, commands are accepted and wait.
  const app = await createApp({
    name: "inspection",
    title: "双随机抽查：计划、任务、摇号、检查",
    logger,
    ready: { database: () => database.ping() },
  });
  settingRoutes(app, parts);
  planRoutes(app, parts);
  campaignRoutes(app, parts);
  inspectionRoutes(app, parts);
  noticeRoutes(app, parts, parts.internalToken, (notice, key, caller, requestId) =>
    planPublished({ database, inbox }, { notice, key, caller, requestId }),
  );
  commandRoutes(app, inbox);
  return app;
}
