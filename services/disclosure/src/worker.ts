import { databaseClock } from "@shuangsui/clock";
import {
  closeGracefully,
  createInbox,
  createLogger,
  openDatabase,
  startSweep,
  systemScope,
  workerLimits,
} from "@shuangsui/service-kit";
import { createWorker, lazyClient, logThrough, taskQueues } from "@shuangsui/temporal-kit";
import { fileURLToPath } from "node:url";
import { createDisclosureActivities } from "./activities.ts";
import { readConfig } from "./config.ts";
import { deliverThrough, wakeThrough } from "./engine.ts";
import { overduePublications } from "./publications/store.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("disclosure-worker", config.LOG_LEVEL);
logThrough(logger);
const engine = { address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE };
const database = openDatabase<Tables>(config.DATABASE_URL, {
  logger,
  connections: 20,
  limits: workerLimits,
});
const clock = databaseClock(database.plain, config.CLOCK);
const client = lazyClient(engine);
const inspection = { baseUrl: config.INSPECTION_URL, token: config.INTERNAL_TOKEN };
const { worker, connection } = await createWorker({
  engine,
  taskQueue: taskQueues.disclosure,
  workflows: { path: fileURLToPath(import.meta.resolve("@shuangsui/workflows/queues/disclosure")) },
  activities: createDisclosureActivities({ database, clock, logger, inspection }),
});
const relay = createInbox({ database, clock, deliver: deliverThrough(client), logger }).startRelay();
const sweep = startSweep({
  clock,
  logger,
  find: (now, limit) => database.as(systemScope, (work) => overduePublications(work, now, limit)),
  wake: wakeThrough(client),
});

const running = worker.run();
closeGracefully(
  logger,
  async () => {
    sweep.stop();
    worker.shutdown();
    await Promise.all([running, relay.stop()]);
    await Promise.all([connection.close(), client.connection.close(), database.close()]);
  },
  15_000,
);
logger.info({ taskQueue: taskQueues.disclosure }, "listening");
