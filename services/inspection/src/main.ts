import { databaseClock } from "@shuangsui/clock";
import { createSealer } from "@shuangsui/sealing";
import {
  closeGracefully,
  createLogger,
  credentialsOf,
  followAuthorities,
  openDatabase,
  openKeyring,
  rateLimitsOf,
  tokenVerifier,
} from "@shuangsui/service-kit";
import { engineAddressOf, lazyClient } from "@shuangsui/temporal-kit";
import { createInspectionApp } from "./app.ts";
import { createCodecApp } from "./codec/app.ts";
import { readConfig } from "./config.ts";
import { engineOf } from "./engine.ts";
import { createInspectedApp } from "./inspected/pages/app.ts";
import { registryClient } from "./neighbours/registry.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("inspection", config.LOG_LEVEL);
const database = openDatabase<Tables>(config.DATABASE_URL, { logger });
const unfollow = await followAuthorities(database, logger);
const clock = databaseClock(database.plain, config.CLOCK);
const keyring = await openKeyring({ database, logger }, config.FIELD_KEY);
const engine = engineAddressOf(config);
const client = lazyClient(engine);
const tokens = tokenVerifier(config.ISSUER_URL);
const app = await createInspectionApp({
  frame: { database, clock, logger, engine: engineOf(client) },
  ping: () => database.ping(),
  registry: registryClient({ baseUrl: config.REGISTRY_URL, credentials: credentialsOf(config) }),
  tokens,
  trustedProxies: config.TRUSTED_PROXIES,
  rateLimits: rateLimitsOf(config),
  sealer: createSealer(keyring.sealing),
  destinations: { allowLoopback: config.WEBHOOKS_ALLOW_LOOPBACK },
  others: {
    registry: config.REGISTRY_URL,
    disclosure: config.DISCLOSURE_URL,
    ...(config.PORTAL_URL === undefined ? {} : { portal: config.PORTAL_URL }),
    identity: config.ISSUER_URL,
  },
});

const codec =
  config.CODEC_PORT === undefined
    ? undefined
    : await createCodecApp({
        ...{ database, clock, logger, tokens, payloads: engine.payloads },
        pageOrigin: new URL(config.CODEC_PAGE_ORIGIN).origin,
        trustedProxies: config.TRUSTED_PROXIES,
      });

const inspected =
  config.INSPECTED_PORT === undefined
    ? undefined
    : await createInspectedApp({
        ...{ api: app, logger, ping: () => database.ping() },
        inspectedUrl: config.INSPECTED_URL,
        portalUrl: config.INSPECTED_PORTAL_URL,
        trustedProxies: config.TRUSTED_PROXIES,
        rateLimits: rateLimitsOf(config),
      });

closeGracefully(logger, async () => {
  await inspected?.close();
  await Promise.all([app.close(), codec?.close(), keyring.stop()]);
  await client.connection.close();
  await unfollow();
  await database.close();
});
await codec?.listen({ host: config.CODEC_HOST, port: config.CODEC_PORT ?? 0 });
const address = await app.listen({ host: config.HOST, port: config.PORT });
await inspected?.listen({ host: config.HOST, port: config.INSPECTED_PORT ?? 0 });
logger.info({ address }, "listening");
