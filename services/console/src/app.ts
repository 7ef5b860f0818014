import { documentTitles } from "@shuangsui/contracts";
import { wallClock } from "@shuangsui/clock";
import { auditRoutes, cookiesOf, createApp, createAuditor, type App } from "@shuangsui/service-kit";
import type { ConsoleDeps } from "./deps.ts";
import { gatewayRoutes } from "./gateway/routes.ts";
import { sessionRoutes } from "./gateway/session.ts";
import { openSessions } from "./sessions/sessions.ts";
import { begunSignIns } from "./sign-in/begun.ts";
import { requireSession } from "./sign-in/guard.ts";
import { openIdProvider } from "./sign-in/provider.ts";
import { beginSignIn, signInRoutes } from "./sign-in/routes.ts";
import { servePages } from "./site/application.ts";
import { serveAssets } from "./site/assets.ts";
import { outlineRoutes } from "./site/outlines.ts";
import { pagesOnErrors } from "./site/refusals.ts";

/** The officials' console: one application in the browser, over the services' APIs, in the name of whoever is signed in. */
export async function createConsoleApp(deps: ConsoleDeps): Promise<App> {
  const { database, sealer, verifier, client, consoleUrl, now = () => new Date() } = deps;
  const clock = wallClock(database.plain);
  const auditor = createAuditor({ database, clock, logger: deps.logger });
  // While another service is down, saying so is its work.
  const app = await createApp({
    name: "console",
    title: documentTitles.console,
    logger: deps.logger,
    tokens: verifier,
    auditor,
    ready: { database: () => database.ping() },
    trustedProxies: deps.trustedProxies ?? [],
    rateLimits: deps.rateLimits,
    // Forms may lead on by redirects to where one signs in and out. A form without its origin would be refused: not `no-referrer`.
    pages: {
      styles: true,
      images: true,
      formTargets: [new URL(client.issuer).origin],
      referrer: "same-origin",
      https: consoleUrl.startsWith("https:"),
    },
  });
  const provider = openIdProvider({ ...client, consoleUrl, now });
  const cookies = cookiesOf(consoleUrl);
  const sessions = openSessions({ database, sealer, verifier, auditor, renew: provider.renew, now });
  const signIn = { provider, sessions, cookies, begunSignIns: begunSignIns(sealer, cookies, now) };
  auditRoutes(app, { database, auditor });
  await app.register(async (scope) => {
    const pages = scope as App;
    pages.addHook("onRoute", (route) => {
      route.config = { ...route.config, page: true, action: "public", counted: "by-itself" };
    });
    pages.addHook("onSend", async (_request, reply) => {
      if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
    });
    pagesOnErrors(pages, auditor, (request, reply) => beginSignIn(signIn, request, reply, request.url));
    requireSession(pages, { sessions, cookies, consoleUrl });
    serveAssets(pages);
    signInRoutes(pages, signIn);
    servePages(pages, { issuer: client.issuer, portalUrl: deps.portalUrl });
  });
  // What the pages' scripts call: refused as any API refuses.
  await app.register(async (scope) => {
    const calls = scope as App;
    calls.addHook("onRoute", (route) => {
      route.config = { ...route.config, action: "public", counted: "by-itself" };
    });
    requireSession(calls, { sessions, cookies, consoleUrl });
    sessionRoutes(calls, deps);
    outlineRoutes(calls, deps.townshipOutlines);
    const gateway = {
      ...deps.gateway,
      get console() {
        return app.listeningOrigin;
      },
    };
    gatewayRoutes(calls, gateway, { accountChanged: sessions.renewOf });
  });
  return app;
}
