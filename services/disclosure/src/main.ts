import { databaseClock } from "@shuangsui/clock";
import {
  closeGracefully,
  createLogger,
  credentialsOf,
  followAuthorities,
  openDatabase,
  rateLimitsOf,
  tokenVerifier,
} from "@shuangsui/service-kit";
import { engineAddressOf, lazyClient } from "@shuangsui/temporal-kit";
import { createDisclosureApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { engineOf } from "./engine.ts";
import { inspectionClient } from "./neighbours/inspection.ts";
import { createPortalApp } from "./portal/app.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("disclosure", config.LOG_LEVEL);
const database = openDatabase<Tables>(config.DATABASE_URL, { logger });
const unfollow = await followAuthorities(database, logger);
const clock = databaseClock(database.plain, config.CLOCK);
const client = lazyClient(engineAddressOf(config));
const shared = {
  frame: { database, clock, logger, engine: engineOf(client) },
  ping: () => database.ping(),
  trustedProxies: config.TRUSTED_PROXIES,
  rateLimits: rateLimitsOf(config),
};
const app = await createDisclosureApp({ ...shared, tokens: tokenVerifier(config.ISSUER_URL) });
const portal = await createPortalApp({
  ...shared,
  inspection: inspectionClient({
    baseUrl: config.INSPECTION_URL,
    credentials: credentialsOf(config),
    timeoutMs: 5_000,
  }),
});

closeGracefully(logger, async () => {
  await Promise.all([app.close(), portal.close()]);
  await client.connection.close();
  await unfollow();
  await database.close();
});
const portalAddress = await portal.listen({ host: config.HOST, port: config.PORTAL_PORT });
const address = await app.listen({ host: config.HOST, port: config.PORT });
logger.info({ address, portal: portalAddress }, "listening");
