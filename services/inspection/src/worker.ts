import { databaseClock } from "@shuangsui/clock";
import { createSealer } from "@shuangsui/sealing";
import {
  closeGracefully,
  createLogger,
  credentialsOf,
  createSender,
  followAuthorities,
  openDatabase,
  openKeyring,
  owingToWebhooks,
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
import { campaignWorkflowId } from "@shuangsui/workflows/campaign/contract";
import { inspectionWorkflowId } from "@shuangsui/workflows/inspection/contract";
import { planWorkflowId } from "@shuangsui/workflows/plan/contract";
import { supervisionWorkflowId } from "@shuangsui/workflows/supervision/contract";
import { fileURLToPath } from "node:url";
import { createActivities } from "./activities.ts";
import { readConfig } from "./config.ts";
import { dueFinders, openFinders, reckonedKinds } from "./due.ts";
import { engineOf } from "./engine.ts";
import { startMergeWatch } from "./inspections/merge-watch.ts";
import { startRepairWatch } from "./inspections/repair-watch.ts";
import { startTeamWatch } from "./inspections/team-watch.ts";
import { disclosureClient } from "./neighbours/disclosure.ts";
import { registryClient } from "./neighbours/registry.ts";
import type { Tables } from "./tables.ts";

const config = readConfig();
const logger = createLogger("inspection-worker", config.LOG_LEVEL);
logThrough(logger);
const address = engineAddressOf(config);
const database = openDatabase<Tables>(config.DATABASE_URL, {
  logger,
  connections: 20,
  limits: workerLimits,
});
const unfollow = await followAuthorities(database, logger);
const clock = databaseClock(database.plain, config.CLOCK);
const keyring = await openKeyring({ database, logger }, config.FIELD_KEY);
const client = lazyClient(address);
const engine = engineOf(client);
const credentials = credentialsOf(config);
const registry = registryClient({ baseUrl: config.REGISTRY_URL, credentials });
const frame = { database, clock, logger, engine };
const workflows = await bundleWorkflows(
  fileURLToPath(import.meta.resolve("@shuangsui/workflows/queues/inspection")),
  config.WORKFLOW_BUNDLES,
);
const sender = createSender({ allowLoopback: config.WEBHOOKS_ALLOW_LOOPBACK });
const { worker, connection } = await createWorker({
  engine: address,
  taskQueue: taskQueues.inspection,
  workflows,
  versioned: true,
  activities: createActivities({
    frame,
    registry,
    disclosure: disclosureClient({ baseUrl: config.DISCLOSURE_URL, credentials }),
    sealer: createSealer(keyring.sealing),
    send: sender.send,
  }),
});
const running = worker.run();
const stopping = new AbortController();
void makeCurrent(client, address.namespace, taskQueues.inspection, buildIdOf(workflows), stopping.signal);
const relay = startRelay(frame);
const sweep = startSweep(frame, dueFinders);
const sequencer = startSequencer({ database, logger }, owingToWebhooks(frame));
const mover = startMover(frame, reckonedKinds);
const auditLinker = startAuditLinker(frame);
const watches = [
  startTeamWatch(frame, registry),
  startRepairWatch(frame, registry),
  startMergeWatch(frame, registry),
];
const workflowIds = {
  plan: planWorkflowId,
  campaign: campaignWorkflowId,
  inspection: inspectionWorkflowId,
  supervision: supervisionWorkflowId,
};
const reconciler = startReconciler(
  client,
  logger,
  (["plan", "campaign", "inspection", "supervision"] as const).map((type) => ({
    type,
    workflowId: workflowIds[type],
    open: (after, limit) => database.as(systemScope, (work) => openFinders[type](work, after, limit)),
    start: (matter, options) => engine.refresh({ type, ...matter }, options),
  })),
);

closeGracefully(
  logger,
  async () => {
    stopping.abort();
    reconciler.stop();
    sweep.stop();
    worker.shutdown();
    const resting = [mover, auditLinker, ...watches, sequencer, keyring].map((one) => one.stop());
    await Promise.all([running, relay.stop(), ...resting]);
    sender.close();
    await unfollow();
    await Promise.all([connection.close(), client.connection.close(), database.close()]);
  },
  15_000,
);
logger.info({ taskQueue: taskQueues.inspection }, "listening");
