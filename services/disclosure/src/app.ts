import type { Clock } from "@shuangsui/clock";
import {
  commandRoutes,
  createApp,
  type App,
  type Database,
  type Inbox,
  type Logger,
} from "@shuangsui/service-kit";
import { drawRoutes } from "./draws/routes.ts";
import { portalRoutes } from "./portal/routes.ts";
import { publicationRoutes } from "./publications/routes.ts";
import type { Tables } from "./tables.ts";

export type DisclosureAppParts = {
  database: Database<Tables>;
  clock: Clock;
  inbox: Inbox;
  logger: Logger;
  /** What the system's services show one another. */
  token: string;
};

/** The disclosure service: publications, draws, and the public portal. */
export async function createDisclosureApp(parts: DisclosureAppParts): Promise<App> {
  const { database, logger, inbox } = parts;
  const app = await createApp({
    name: "disclosure",
    title: "双随机抽查：公示",
    logger,
    bodyLimit: 4 * 1_048_576,
    ready: { database: () => database.ping() },
  });
  publicationRoutes(app, parts);
  drawRoutes(app, parts);
  commandRoutes(app, inbox);
  await portalRoutes(app, parts);
  return app;
}
