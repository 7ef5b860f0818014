import { databaseClock } from "@shuangsui/clock";
import {
  closeGracefully,
  createLogger,
  followAuthorities,
  openDatabase,
  startAuditLinker,
  tokenVerifier,
} from "@shuangsui/service-kit";
import { createRegistryApp } from "./app.ts";
import { readConfig } from "./config.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("registry", config.LOG_LEVEL);
const database = openDatabase<Tables>(config.DATABASE_URL, { logger });
const unfollow = await followAuthorities(database, logger);
const clock = databaseClock(database.plain, config.CLOCK);
const app = await createRegistryApp({
  database,
  clock,
  logger,
  tokens: tokenVerifier(config.ISSUER_URL),
  keys: config.FIELD_KEY,
  trustedProxies: config.TRUSTED_PROXIES,
});

// It has no worker: its audit trail is chained here.
const auditLinker = startAuditLinker({ database, logger });

closeGracefully(logger, async () => {
  await Promise.all([app.close(), auditLinker.stop()]);
  await unfollow();
  await database.close();
});
const address = await app.listen({ host: config.HOST, port: config.PORT });
logger.info({ port: Number(new URL(address).port) }, "listening");
