import {
  createApp,
  outcomeRoute,
  type App,
  type Database,
  type Frame,
  type Logger,
} from "@shuangsui/service-kit";
import { campaignRoutes } from "./campaigns/routes.ts";
import { inspectionRoutes } from "./inspections/routes.ts";
import type { RegistryClient } from "./neighbours/registry.ts";
import { noticeRoute } from "./notices.ts";
import { planRoutes } from "./plans/routes.ts";
import { settingRoutes } from "./settings/routes.ts";
import type { Tables, Work } from "./tables.ts";

export type InspectionAppParts = {
  frame: Frame<Work> & { database: Database<Tables> };
  registry: RegistryClient;
  logger: Logger;
  /** What the system's services show one another. */
  internalToken: string;
};

/** The inspection service: plans, campaigns, draws and inspections, and what is asked of them. */
export async function createInspectionApp(parts: InspectionAppParts): Promise<App> {
  const { frame, registry, logger, internalToken } = parts;
  const { database, clock } = frame;
  // The engine is not asked: with it down, commands are decided, or kept until it is up.
  const app = await createApp({
    name: "inspection",
    title: "双随机抽查：计划、任务、摇号、检查",
    logger,
    ready: { database: () => database.ping() },
  });
  settingRoutes(app, { database, clock });
  planRoutes(app, { frame, registry });
  campaignRoutes(app, frame);
  inspectionRoutes(app, frame);
  noticeRoute(app, frame, internalToken);
  outcomeRoute(app, database);
  return app;
}
