import { databaseClock } from "@shuangsui/clock";
import {
  closeGracefully,
  createLogger,
  openDatabase,
  startRelay,
  startSweep,
  workerLimits,
} from "@shuangsui/service-kit";
import { bundleWorkflows, createWorker, lazyClient, logThrough, taskQueues } from "@shuangsui/temporal-kit";
import { fileURLToPath } from "node:url";
import { createDisclosureActivities } from "./activities.ts";
import { readConfig } from "./config.ts";
import { engineOf } from "./engine.ts";
import { inspectionClient } from "./neighbours/inspection.ts";
import { publicationsDue } from "./publications/store.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("disclosure-worker", config.LOG_LEVEL);
logThrough(logger);
const address = { address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE };
const database = openDatabase<Tables>(config.DATABASE_URL, {
  logger,
  connections: 20,
  limits: workerLimits,
});
const clock = databaseClock(database.plain, config.CLOCK);
const client = lazyClient(address);
const frame = { database, clock, logger, engine: engineOf(client) };
const inspection = inspectionClient({ baseUrl: config.INSPECTION_URL, token: config.INTERNAL_TOKEN });
const { worker, connection } = await createWorker({
  engine: address,
  taskQueue: taskQueues.disclosure,
  workflows: await bundleWorkflows(
    fileURLToPath(import.meta.resolve("@shuangsui/workflows/queues/disclosure")),
  ),
  activities: createDisclosureActivities(frame, inspection),
});
const relay = startRelay(frame);
const sweep = startSweep(frame, { publication: publicationsDue });

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
