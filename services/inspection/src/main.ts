import { databaseClock } from "@shuangsui/clock";
import { createSealer } from "@shuangsui/sealing";
import {
  closeGracefully,
  createLogger,
  credentialsOf,
  followAuthorities,
  openDatabase,
  tokenVerifier,
} from "@shuangsui/service-kit";
import { lazyClient } from "@shuangsui/temporal-kit";
import { createInspectionApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { engineOf } from "./engine.ts";
import { registryClient } from "./neighbours/registry.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("inspection", config.LOG_LEVEL);
const database = openDatabase<Tables>(config.DATABASE_URL, { logger });
const unfollow = await followAuthorities(database, logger);
const clock = databaseClock(database.plain, config.CLOCK);
const client = lazyClient({ address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE });
const app = await createInspectionApp({
  frame: { database, clock, logger, engine: engineOf(client) },
  ping: () => database.ping(),
  registry: registryClient({ baseUrl: config.REGISTRY_URL, credentials: credentialsOf(config) }),
  tokens: tokenVerifier(config.ISSUER_URL),
  trustedProxies: config.TRUSTED_PROXIES,
  sealer: createSealer(config.FIELD_KEY),
  destinations: { allowLoopback: config.WEBHOOKS_ALLOW_LOOPBACK },
  others: { registry: config.REGISTRY_URL, disclosure: config.DISCLOSURE_URL, identity: config.ISSUER_URL },
});

closeGracefully(logger, async () => {
  await app.close();
  await client.connection.close();
  await unfollow();
  await database.close();
});
const address = await app.listen({ host: config.HOST, port: config.PORT });
logger.info({ address }, "listening");
