import {
  closeGracefully,
  createLogger,
  followAuthorities,
  openDatabase,
  rateLimitsOf,
  startAuditLinker,
} from "@shuangsui/service-kit";
import { demonstrationAccountsThere, makeDemonstrationAccounts } from "./accounts/demonstration.ts";
import { createIdentityApp } from "./app.ts";
import { readConfig } from "./config.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("identity", config.LOG_LEVEL);
const database = openDatabase<Tables>(config.DATABASE_URL, { logger });
const unfollow = await followAuthorities(database, logger);
const demonstration = config.DEMO_ACCOUNTS === "true";
if (demonstration) await makeDemonstrationAccounts(database);
else if (config.NODE_ENV === "production" && (await demonstrationAccountsThere(database)).length > 0) {
  process.stderr.write("the database has demonstration accounts: disable them before production\n");
  process.exit(78);
}
const app = await createIdentityApp({
  database,
  logger,
  issuer: config.ISSUER,
  clients: config.CLIENTS,
  sealingKeys: config.FIELD_KEY,
  demonstration,
  operatorSecret: config.OPERATOR_SECRET,
  trustedProxies: config.TRUSTED_PROXIES,
  rateLimits: rateLimitsOf(config),
});

const auditLinker = startAuditLinker({ database, logger });
closeGracefully(logger, async () => {
  await Promise.all([app.close(), auditLinker.stop()]);
  await unfollow();
  await database.close();
});
const address = await app.listen({ host: config.HOST, port: config.PORT });
logger.info({ port: Number(new URL(address).port) }, "listening");
