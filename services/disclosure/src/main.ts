import { databaseClock } from "@shuangsui/clock";
import { closeGracefully, createInbox, createLogger, openDatabase } from "@shuangsui/service-kit";
import { lazyClient } from "@shuangsui/temporal-kit";
import { createDisclosureApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { deliverThrough } from "./engine.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("disclosure", config.LOG_LEVEL);
const database = openDatabase<Tables>(config.DATABASE_URL, { logger });
const clock = databaseClock(database.plain, config.CLOCK);
const client = lazyClient({ address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE });
const inbox = createInbox({ database, clock, deliver: deliverThrough(client), logger });
const app = await createDisclosureApp({ database, clock, inbox, logger, token: config.INTERNAL_TOKEN });

closeGracefully(logger, async () => {
  await app.close();
  await client.connection.close();
  await database.close();
});
const address = await app.listen({ host: config.HOST, port: config.PORT });
logger.info({ address }, "listening");
