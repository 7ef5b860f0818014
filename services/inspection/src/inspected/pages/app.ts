import { documentTitles, Problem } from "@shuangsui/contracts";
import {
  cookiesOf,
  createApp,
  isFromHere,
  type App,
  type Logger,
  type RateLimits,
} from "@shuangsui/service-kit";
import { openPages } from "@shuangsui/web-build";
import { fileURLToPath } from "node:url";
import { inspectedPages } from "./page.ts";
import { inspectedPageRoutes } from "./routes.ts";

export type InspectedAppOptions = {
  /** The inspection service itself: the pages ask it as anybody else does, and it decides. */
  api: App;
  logger: Logger;
  /** Whether the database answers. */
  ping(): Promise<void>;
  /** This app's address as browsers reach it. */
  inspectedUrl: string;
  /** The public portal as browsers reach it, where the files of draws are. */
  portalUrl: string;
  trustedProxies?: readonly string[];
  rateLimits?: RateLimits | undefined;
};

const scripts = {
  name: "inspected",
  folder: fileURLToPath(new URL("web", import.meta.url)),
  scripts: ["enter.ts", "why.ts"],
};

/**
 * The pages of the inspected, on a port of their own: readable without a script and without an account, by the code of a notice
 * (articles 24, 25, 30). What a code was exchanged for stands in a cookie that no script reads.
 */
export async function createInspectedApp(options: InspectedAppOptions): Promise<App> {
  const { api, logger, ping, inspectedUrl, trustedProxies = [], rateLimits } = options;
  const portal = new URL(options.portalUrl).origin;
  const cookies = cookiesOf(inspectedUrl);
  const pages = inspectedPages({ cookies, portal });
  const app = await createApp({
    name: "inspected",
    title: documentTitles.inspected,
    logger,
    ready: { database: ping },
    trustedProxies,
    rateLimits,
    pages: {
      styles: true,
      formTargets: [],
      referrer: "same-origin",
      https: inspectedUrl.startsWith("https:"),
    },
    refusalPage: pages.refuse,
  });
  const here = new URL(inspectedUrl).origin;
  app.addHook("onRequest", async ({ method, headers }) => {
    const site = headers["sec-fetch-site"]?.toString();
    if (method !== "GET" && method !== "HEAD" && !isFromHere(site, headers.origin, here))
      throw new Problem("caller/from-elsewhere");
  });
  app.addHook("onSend", async (_request, reply) => {
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
  const built = openPages(scripts);
  // Whoever comes first should not wait for it.
  app.addHook("onReady", async () => {
    built().catch((error: unknown) =>
      logger.error({ error: error instanceof Error ? error.message : "unknown" }, "no scripts"),
    );
  });
  inspectedPageRoutes(app, { api, pages, cookies, built });
  return app;
}
