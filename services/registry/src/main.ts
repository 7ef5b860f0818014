import { databaseClock } from "@shuangsui/clock";
import {
  closeGracefully,
  createLogger,
  followAuthorities,
  openDatabase,
  openKeyring,
  rateLimitsOf,
  tokenVerifier,
} from "@shuangsui/service-kit";
import { engineAddressOf, lazyClient } from "@shuangsui/temporal-kit";
import { createRegistryApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { startCertificateWatch } from "./inspectors/certificates.ts";
import { engineOf } from "./engine.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("registry", config.LOG_LEVEL);
const database = openDatabase<Tables>(config.DATABASE_URL, { logger });
const unfollow = await followAuthorities(database, logger);
const clock = databaseClock(database.plain, config.CLOCK);
const keyring = await openKeyring({ database, logger }, config.FIELD_KEY);
const client = lazyClient(engineAddressOf(config));
const app = await createRegistryApp({
  database,
  clock,
  logger,
  tokens: tokenVerifier(config.ISSUER_URL),
  keys: keyring,
  engine: engineOf(client),
  importsKeptDays: config.IMPORTS_KEPT_DAYS,
  trustedProxies: config.TRUSTED_PROXIES,
  rateLimits: rateLimitsOf(config),
});

const certificateWatch = startCertificateWatch({ database, clock, logger });

closeGracefully(logger, async () => {
  await Promise.all([app.close(), certificateWatch.stop(), keyring.stop()]);
  await unfollow();
  await Promise.all([client.connection.close(), database.close()]);
});
const address = await app.listen({ host: config.HOST, port: config.PORT });
logger.info({ port: Number(new URL(address).port) }, "listening");
