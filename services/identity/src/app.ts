import { documentTitles, problemEntry } from "@shuangsui/contracts";
import { createSealer, type SealingKeys } from "@shuangsui/sealing";
import { wallClock } from "@shuangsui/clock";
import {
  auditRoutes,
  createApp,
  createAuditor,
  tokenVerifier,
  type App,
  type Database,
  type Logger,
  type RateLimits,
} from "@shuangsui/service-kit";
import { demonstrationAccounts, demonstrationPassword } from "./accounts/demonstration.ts";
import { accountRoutes } from "./accounts/routes.ts";
import type { ClientSettings } from "./config.ts";
import { openKeys } from "./keys/store.ts";
import { operatorRoutes } from "./operator/routes.ts";
import { returnOrigins } from "./provider/clients.ts";
import { currentSigning } from "./provider/current.ts";
import { mountProvider } from "./provider/mount.ts";
import { rendered, sendPage, words } from "./sign-in/page.ts";
import { signInRoutes } from "./sign-in/routes.ts";
import type { Tables } from "./tables.ts";

export type IdentityOptions = {
  database: Database<Tables>;
  logger: Logger;
  issuer: string;
  clients: readonly ClientSettings[];
  sealingKeys: SealingKeys;
  /** Whether the sign-in page names the demonstration's accounts. */
  demonstration: boolean;
  operatorSecret?: string | undefined;
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies?: readonly string[];
  rateLimits?: RateLimits;
};

/** The identity service: an OpenID provider, its sign-in pages, and accounts. */
export async function createIdentityApp(options: IdentityOptions): Promise<App> {
  const { database, logger, issuer, clients, sealingKeys, operatorSecret } = options;
  const says = words.signIn;
  const clock = wallClock(database.plain);
  const auditor = createAuditor({ database, clock, logger });
  const signing = currentSigning(openKeys(database, sealingKeys), {
    issuer,
    database,
    clients,
    sealingKeys,
    logger,
    auditor,
    pages: {
      signOut: (form) => rendered("sign-out", says.signOut, { form }),
      signedOut: () => rendered("note", says.signedOut, { note: says.signedOutNote, code: null }),
      refusal: (code) => rendered("note", says.refused, { note: says.refusedNote, code }),
    },
  });
  const current = async () => (await signing()).provider;
  const app = await createApp({
    name: "identity",
    title: documentTitles.identity,
    logger,
    tokens: tokenVerifier(issuer),
    auditor,
    ready: { database: () => database.ping(), keys: signing },
    trustedProxies: options.trustedProxies ?? [],
    rateLimits: options.rateLimits,
    // The script by which oidc-provider passes a form on it allows by itself, by its hash. Forms may lead by redirects to where
    // the clients have people come back to.
    pages: {
      styles: true,
      images: true,
      formTargets: returnOrigins(clients),
      https: issuer.startsWith("https:"),
    },
    refusalPage: (_request, reply, { code }) => {
      const page = rendered("note", says.refused, { note: says.refusedNote, code });
      return sendPage(reply, page, problemEntry(code).status);
    },
  });
  await mountProvider(app, { issuer, current });
  await signInRoutes(app, {
    database,
    sealer: createSealer(sealingKeys),
    issuer,
    auditor,
    current,
    home: returnOrigins(clients)[0],
    demonstration: options.demonstration
      ? { password: demonstrationPassword, accounts: demonstrationAccounts() }
      : null,
  });
  accountRoutes(app, { database, issuer, signing });
  if (operatorSecret !== undefined) operatorRoutes(app, { issuer, secret: operatorSecret, signing, auditor });
  auditRoutes(app, { database, auditor, named: [{ table: "account", key: "id", name: "name" }] });
  return app;
}
