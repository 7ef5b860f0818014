import { databaseClock } from "@shuangsui/clock";
import {
  closeGracefully,
  createLogger,
  credentialsOf,
  followAuthorities,
  openDatabase,
  tokenVerifier,
} from "@shuangsui/service-kit";
import { lazyClient } from "@shuangsui/temporal-kit";
import { createDisclosureApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { engineOf, startLaterBy } from "./engine.ts";
import { inspectionClient } from "./neighbours/inspection.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("disclosure", config.LOG_LEVEL);
const database = openDatabase<Tables>(config.DATABASE_URL, { logger });
const unfollow = await followAuthorities(database, logger);
const clock = databaseClock(database.plain, config.CLOCK);
const client = lazyClient({ address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE });
const app = await createDisclosureApp({
  frame: { database, clock, logger, engine: engineOf(client) },
  ping: () => database.ping(),
  startLater: startLaterBy(client, clock),
  inspection: inspectionClient({
    baseUrl: config.INSPECTION_URL,
    credentials: credentialsOf(config),
    timeoutMs: 5_000,
  }),
  tokens: tokenVerifier(config.ISSUER_URL),
  trustedProxies: config.TRUSTED_PROXIES,
});

closeGracefully(logger, async () => {
  await app.close();
  await client.connection.close();
  await unfollow();
  await database.close();
});
const address = await app.listen({ host: config.HOST, port: config.PORT });
logger.info({ address }, "listening");
