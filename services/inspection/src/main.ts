import { databaseClock } from "@shuangsui/clock";
import { closeGracefully, createInbox, createLogger, openDatabase } from "@shuangsui/service-kit";
import { lazyClient } from "@shuangsui/temporal-kit";
import { createInspectionApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { deliverThrough } from "./engine.ts";
import { registryClient } from "./registry-client.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("inspection", config.LOG_LEVEL);
const database = openDatabase<Tables>(config.DATABASE_URL, { logger });
const clock = databaseClock(database.plain, config.CLOCK);
const client = lazyClient({ address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE });
const inbox = createInbox({ database, clock, deliver: deliverThrough(client), logger });
const registry = registryClient({ baseUrl: config.REGISTRY_URL, token: config.INTERNAL_TOKEN });
const app = await createInspectionApp({
  database,
  clock,
  inbox,
  registry,
  logger,
  internalToken: config.INTERNAL_TOKEN,
});

closeGracefully(logger, async () => {
  await app.close();
  await client.connection.close();
  await database.close();
});
const address = await app.listen({ host: config.HOST, port: config.PORT });
logger.info({ address }, "listening");
