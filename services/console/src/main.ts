import { createSealer } from "@shuangsui/sealing";
import {
  closeGracefully,
  createLogger,
  followAuthorities,
  openDatabase,
  rateLimitsOf,
  readSettings,
  startAuditLinker,
  tokenVerifier,
} from "@shuangsui/service-kit";
import { createConsoleApp } from "./app.ts";
import { settings } from "./config.ts";
import type { Tables } from "./tables.ts";

const read = readSettings(settings);
const logger = createLogger("console", read.LOG_LEVEL);
const database = openDatabase<Tables>(read.DATABASE_URL, { logger });
const unfollow = await followAuthorities(database, logger);
const app = await createConsoleApp({
  logger,
  database,
  sealer: createSealer(read.FIELD_KEY),
  verifier: tokenVerifier(read.ISSUER_URL),
  client: { issuer: read.ISSUER_URL, clientId: read.CLIENT_ID, clientSecret: read.CLIENT_SECRET },
  consoleUrl: read.CONSOLE_URL,
  inspectionUrl: read.INSPECTION_URL,
  gateway: {
    registry: read.REGISTRY_URL,
    inspection: read.INSPECTION_URL,
    disclosure: read.DISCLOSURE_URL,
    identity: read.ISSUER_URL,
  },
  portalUrl: read.PORTAL_URL,
  inspectedUrl: read.INSPECTED_URL,
  townshipOutlines: read.TOWNSHIP_OUTLINES,
  trustedProxies: read.TRUSTED_PROXIES,
  rateLimits: rateLimitsOf(read),
});
const auditLinker = startAuditLinker({ database, logger });
closeGracefully(logger, async () => {
  await Promise.all([app.close(), auditLinker.stop()]);
  await unfollow();
  await database.close();
});
await app.listen({ host: read.HOST, port: read.PORT });
const address = app.server.address();
logger.info(
  { port: typeof address === "object" && address !== null ? address.port : read.PORT },
  "listening",
);
