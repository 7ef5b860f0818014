import { databaseClock } from "@shuangsui/clock";
import {
  closeGracefully,
  createLogger,
  followAuthorities,
  openDatabase,
  openKeyring,
  startAuditLinker,
  workerLimits,
} from "@shuangsui/service-kit";
import { engineAddressOf, lazyClient, makeCurrent, taskQueues } from "@shuangsui/temporal-kit";
import { buildIdOf, bundleWorkflows, createWorker, logThrough } from "@shuangsui/temporal-kit/for-workers";
import { fileURLToPath } from "node:url";
import { createRegistryActivities } from "./activities.ts";
import { readConfig } from "./config.ts";
import { engineOf } from "./engine.ts";
import { importCarrier } from "./imports/carry.ts";
import { startWaker } from "./imports/waker.ts";
import { importersOf, registersOf } from "./registers.ts";
import { createCipher } from "./secrecy/cipher.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("registry-worker", config.LOG_LEVEL);
logThrough(logger);
const address = engineAddressOf(config);
const database = openDatabase<Tables>(config.DATABASE_URL, { logger, limits: workerLimits });
const unfollow = await followAuthorities(database, logger);
const clock = databaseClock(database.plain, config.CLOCK);
const keyring = await openKeyring({ database, logger }, config.FIELD_KEY);
const client = lazyClient(address);
const importers = importersOf(registersOf(createCipher(keyring)));
const workflows = await bundleWorkflows(
  fileURLToPath(import.meta.resolve("@shuangsui/workflows/queues/registry")),
  config.WORKFLOW_BUNDLES,
);
const { worker, connection } = await createWorker({
  engine: address,
  taskQueue: taskQueues.registry,
  workflows,
  versioned: true,
  activities: createRegistryActivities(importCarrier({ database, clock, keys: keyring, logger, importers })),
});
const running = worker.run();
const stopping = new AbortController();
void makeCurrent(client, address.namespace, taskQueues.registry, buildIdOf(workflows), stopping.signal);
const waker = startWaker({ database, engine: engineOf(client), logger });
const auditLinker = startAuditLinker({ database, logger });
closeGracefully(
  logger,
  async () => {
    stopping.abort();
    waker.stop();
    worker.shutdown();
    await Promise.all([running, auditLinker.stop(), keyring.stop()]);
    await unfollow();
    await Promise.all([connection.close(), client.connection.close(), database.close()]);
  },
  15_000,
);
logger.info({ taskQueue: taskQueues.registry }, "listening");
