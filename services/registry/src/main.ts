import { databaseClock } from "@shuangsui/clock";
import {
  closeGracefully,
  createLogger,
  followAuthorities,
  openDatabase,
  openKeyring,
  rateLimitsOf,
  startAuditLinker,
  tokenVerifier,
} from "@shuangsui/service-kit";
import { createRegistryApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { startCertificateWatch } from "./inspectors/certificates.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("registry", config.LOG_LEVEL);
const database = openDatabase<Tables>(config.DATABASE_URL, { logger });
const unfollow = await followAuthorities(database, logger);
const clock = databaseClock(database.plain, config.CLOCK);
const keyring = await openKeyring({ database, logger }, config.FIELD_KEY);
const app = await createRegistryApp({
  database,
  clock,
  logger,
  tokens: tokenVerifier(config.ISSUER_URL),
  keys: keyring,
  trustedProxies: config.TRUSTED_PROXIES,
  rateLimits: rateLimitsOf(config),
});

// It has no worker: its audit trail is chained here, and certificates are watched.
const auditLinker = startAuditLinker({ database, logger });
const certificateWatch = startCertificateWatch({ database, clock, logger });

closeGracefully(logger, async () => {
  await Promise.all([app.close(), auditLinker.stop(), certificateWatch.stop(), keyring.stop()]);
  await unfollow();
  await database.close();
});
const address = await app.listen({ host: config.HOST, port: config.PORT });
logger.info({ port: Number(new URL(address).port) }, "listening");
