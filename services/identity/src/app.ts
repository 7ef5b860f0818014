import { createSealer, type SealingKeys } from "@shuangsui/sealing";
import { createApp, type App, type Database, type Logger } from "@shuangsui/service-kit";
import { demonstrationAccounts, demonstrationPassword } from "./accounts/demonstration.ts";
import { accountRoutes } from "./accounts/routes.ts";
import type { ClientSettings } from "./config.ts";
import { openKeys } from "./keys/store.ts";
import { operatorRoutes } from "./operator/routes.ts";
import { returnOrigins } from "./provider/clients.ts";
import { currentSigning } from "./provider/current.ts";
import { mountProvider } from "./provider/mount.ts";
import { pageHeaders, rendered, sendPage, words } from "./sign-in/page.ts";
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
  proxies: number;
};

/** The identity service: an OpenID provider, its sign-in pages, and accounts. */
export async function createIdentityApp(options: IdentityOptions): Promise<App> {
  const { database, logger, issuer, clients, sealingKeys, operatorSecret } = options;
  const says = words.signIn;
  const headers = pageHeaders(returnOrigins(clients), issuer.startsWith("https:"));
  const signing = currentSigning(openKeys(database, sealingKeys), {
    issuer,
    database,
    clients,
    sealingKeys,
    logger,
    pages: {
      signOut: (form) => rendered("sign-out", says.signOut, { form }),
      signedOut: () => rendered("note", says.signedOut, { note: says.signedOutNote, code: null }),
      refusal: (code) => rendered("note", says.refused, { note: says.refusedNote, code }),
    },
  });
  const current = async () => (await signing()).provider;
  const app = await createApp({
    name: "identity",
    title: "Identity 统一登录",
    logger,
    ready: { database: () => database.ping(), keys: signing },
    refusalPage: (_request, reply, { code }) => {
      const page = rendered("note", says.refused, { note: says.refusedNote, code });
      return sendPage(reply, headers, page, 404);
    },
  });
  await mountProvider(app, { issuer, headers, current });
  await signInRoutes(app, {
    database,
    sealer: createSealer(sealingKeys),
    issuer,
    headers,
    current,
    proxies: options.proxies,
    home: returnOrigins(clients)[0],
    demonstration: options.demonstration
      ? { password: demonstrationPassword, accounts: demonstrationAccounts() }
      : null,
  });
  accountRoutes(app, { database, issuer, signing });
  if (operatorSecret !== undefined) operatorRoutes(app, { issuer, secret: operatorSecret, signing });
  return app;
}
