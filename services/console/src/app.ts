import { createApp, type App } from "@shuangsui/service-kit";
import { boardRoutes } from "./board/routes.ts";
import { campaignRoutes } from "./campaigns/routes.ts";
import type { ConsoleDeps } from "./deps.ts";
import { inspectionRoutes } from "./inspections/routes.ts";
import { serveAssets } from "./site/assets.ts";
import { pagesOnErrors } from "./site/refusals.ts";
import { strictHeaders } from "./site/headers.ts";

/** The supervisors' console: pages made on the server from what the inspection service answers. */
export async function createConsoleApp(deps: ConsoleDeps): Promise<App> {
  // It is ready whenever it runs: while the inspection service is down, saying so is its work.
  const app = await createApp({
    name: "console",
    title: "Shuangsui console",
    logger: deps.logger,
    ready: {},
  });
  await app.register(async (scope) => {
    const pages = scope as App;
    pages.addHook("onRoute", (route) => {
      route.config = { ...route.config, page: true, action: "public" };
    });
    strictHeaders(pages);
    pagesOnErrors(pages);
    serveAssets(pages);
    boardRoutes(pages, deps);
    inspectionRoutes(pages, deps);
    campaignRoutes(pages, deps);
  });
  return app;
}
