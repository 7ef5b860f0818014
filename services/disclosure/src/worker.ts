import { databaseClock } from "@shuangsui/clock";
import {
  dueIn,
  closeGracefully,
  createLogger,
  credentialsOf,
  followAuthorities,
  openDatabase,
  startAuditLinker,
  startMover,
  startRelay,
  startSequencer,
  startSweep,
  systemScope,
  workerLimits,
} from "@shuangsui/service-kit";
import {
  engineAddressOf,
  lazyClient,
  makeCurrent,
  startReconciler,
  taskQueues,
} from "@shuangsui/temporal-kit";
import { buildIdOf, bundleWorkflows, createWorker, logThrough } from "@shuangsui/temporal-kit/for-workers";
import { publicationWorkflowId, publicationWorkflowType } from "@shuangsui/workflows/publication/contract";
import { fileURLToPath } from "node:url";
import { createDisclosureActivities } from "./activities.ts";
import { startCalendarFeed } from "./calendar/feed.ts";
import { readConfig } from "./config.ts";
import { engineOf } from "./engine.ts";
import { startItemListWatch } from "./item-lists/watch.ts";
import { inspectionClient } from "./neighbours/inspection.ts";
import { registryClient } from "./neighbours/registry.ts";
import { reckonedKinds } from "./publications/domain.ts";
import { openPublications } from "./publications/store.ts";
import { startRiskTableFeed } from "./risk-tables/feed.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("disclosure-worker", config.LOG_LEVEL);
logThrough(logger);
const address = engineAddressOf(config);
const database = openDatabase<Tables>(config.DATABASE_URL, {
  logger,
  connections: 20,
  limits: workerLimits,
});
const unfollow = await followAuthorities(database, logger);
const clock = databaseClock(database.plain, config.CLOCK);
const client = lazyClient(address);
const engine = engineOf(client);
const frame = { database, clock, logger, engine };
const credentials = credentialsOf(config);
const inspection = inspectionClient({ baseUrl: config.INSPECTION_URL, credentials });
const registry = registryClient({ baseUrl: config.REGISTRY_URL, credentials });
const workflows = await bundleWorkflows(
  fileURLToPath(import.meta.resolve("@shuangsui/workflows/queues/disclosure")),
  config.WORKFLOW_BUNDLES,
);
const { worker, connection } = await createWorker({
  engine: address,
  taskQueue: taskQueues.disclosure,
  workflows,
  versioned: true,
  activities: createDisclosureActivities(frame, inspection),
});
const running = worker.run();
const stopping = new AbortController();
void makeCurrent(client, address.namespace, taskQueues.disclosure, buildIdOf(workflows), stopping.signal);
const relay = startRelay(frame);
const sweep = startSweep(frame, { publication: dueIn("publication") });
const feed = startCalendarFeed({ database, inspection, logger });
const itemLists = startItemListWatch({ frame, registry });
const riskTables = startRiskTableFeed({ frame, registry });
const sequencer = startSequencer({ database, logger });
const mover = startMover(frame, reckonedKinds);
const auditLinker = startAuditLinker(frame);
const reconciler = startReconciler(client, logger, [
  {
    type: publicationWorkflowType,
    workflowId: publicationWorkflowId,
    open: (after, limit) => database.as(systemScope, (work) => openPublications(work, after, limit)),
    start: (matter, options) => engine.refresh({ type: publicationWorkflowType, ...matter }, options),
  },
]);
closeGracefully(
  logger,
  async () => {
    stopping.abort();
    reconciler.stop();
    sweep.stop();
    const resting = [
      feed.stop(),
      itemLists.stop(),
      riskTables.stop(),
      mover.stop(),
      auditLinker.stop(),
      sequencer.stop(),
    ];
    worker.shutdown();
    await Promise.all([running, relay.stop(), ...resting]);
    await unfollow();
    await Promise.all([connection.close(), client.connection.close(), database.close()]);
  },
  15_000,
);
logger.info({ taskQueue: taskQueues.disclosure }, "listening");
