import { databaseClock } from "@shuangsui/clock";
import { createSealer } from "@shuangsui/sealing";
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
import { createActivities } from "./activities.ts";
import { campaignsToWake } from "./campaigns/store.ts";
import { readConfig } from "./config.ts";
import { disclosureClient } from "./disclosure-client.ts";
import { deliverThrough, wakeThrough } from "./engine.ts";
import { inspectionsToWake } from "./inspections/store.ts";
import { plansToWake } from "./plans/store.ts";
import { registryClient } from "./registry-client.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("inspection-worker", config.LOG_LEVEL);
logThrough(logger);
const engine = { address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE };
const database = openDatabase<Tables>(config.DATABASE_URL, {
  logger,
  connections: 20,
  limits: workerLimits,
});
const clock = databaseClock(database.plain, config.CLOCK);
const client = lazyClient(engine);
const activities = createActivities({
  database,
  clock,
  client,
  logger,
  sealer: createSealer(config.FIELD_KEY),
  registry: registryClient({ baseUrl: config.REGISTRY_URL, token: config.INTERNAL_TOKEN }),
  disclosure: disclosureClient({ baseUrl: config.DISCLOSURE_URL, token: config.INTERNAL_TOKEN }),
});
const { worker, connection } = await createWorker({
  engine,
  taskQueue: taskQueues.inspection,
  workflows: { path: fileURLToPath(import.meta.resolve("@shuangsui/workflows/queues/inspection")) },
  activities,
});
const relay = createInbox({ database, clock, deliver: deliverThrough(client), logger }).startRelay();
const sweeps = [
  startSweep({
    clock,
    logger,
    find: (_now, limit) => database.as(systemScope, (work) => plansToWake(work, limit)),
    wake: wakeThrough(client, "plan"),
  }),
  startSweep({
    clock,
    logger,
    find: (now, limit) => database.as(systemScope, (work) => inspectionsToWake(work, now, limit)),
    wake: wakeThrough(client, "inspection"),
  }),
  startSweep({
    clock,
    logger,
    find: (now, limit) => database.as(systemScope, (work) => campaignsToWake(work, now, limit)),
    wake: wakeThrough(client, "campaign"),
  }),
];

const running = worker.run();
closeGracefully(
  logger,
  async () => {
    for (const sweep of sweeps) sweep.stop();
    worker.shutdown();
    await Promise.all([running, relay.stop()]);
    await Promise.all([connection.close(), client.connection.close(), database.close()]);
  },
  15_000,
);
logger.info({ taskQueue: taskQueues.inspection }, "listening");
