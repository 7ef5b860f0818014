import { steeredClock, type Clock } from "@shuangsui/clock";
import { createSealer, sealingKeys } from "@shuangsui/sealing";
import {
  dueIn,
  createLogger,
  createSender,
  openDatabase,
  openKeyring,
  startRelay,
  startAuditLinker,
  startMover,
  startSweep,
  tokenVerifier,
  type App,
  type TokenVerifier,
} from "@shuangsui/service-kit";
import { taskQueues } from "@shuangsui/temporal-kit";
import { bundleWorkflows, createWorker } from "@shuangsui/temporal-kit/for-workers";
import type { TestWorkflowEnvironment } from "@temporalio/testing";
import { startIssuer, type People, type SignedIn } from "../../packages/service-kit/src/testing/issuer.ts";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { startConsole } from "../../services/console/src/testing/console.ts";
import { createDisclosureActivities } from "../../services/disclosure/src/activities.ts";
import { createDisclosureApp } from "../../services/disclosure/src/app.ts";
import { startCalendarFeed } from "../../services/disclosure/src/calendar/feed.ts";
import { registryClient as disclosuresRegistryClient } from "../../services/disclosure/src/neighbours/registry.ts";
import { startRiskTableFeed } from "../../services/disclosure/src/risk-tables/feed.ts";
import { engineOf as disclosureEngine } from "../../services/disclosure/src/engine.ts";
import { migrations as disclosureMigrations } from "../../services/disclosure/src/migrations/index.ts";
import { inspectionClient } from "../../services/disclosure/src/neighbours/inspection.ts";
import { createPortalApp } from "../../services/disclosure/src/portal/app.ts";
import { reckonedKinds as disclosureKinds } from "../../services/disclosure/src/publications/domain.ts";
import type { Tables as DisclosureTables } from "../../services/disclosure/src/tables.ts";
import { createActivities } from "../../services/inspection/src/activities.ts";
import { createInspectionApp } from "../../services/inspection/src/app.ts";
import { createInspectedApp } from "../../services/inspection/src/inspected/pages/app.ts";
import { dueFinders, reckonedKinds as inspectionKinds } from "../../services/inspection/src/due.ts";
import { engineOf as inspectionEngine } from "../../services/inspection/src/engine.ts";
import { startRepairWatch } from "../../services/inspection/src/inspections/repair-watch.ts";
import { startTeamWatch } from "../../services/inspection/src/inspections/team-watch.ts";
import { migrations as inspectionMigrations } from "../../services/inspection/src/migrations/index.ts";
import { disclosureClient } from "../../services/inspection/src/neighbours/disclosure.ts";
import { registryClient } from "../../services/inspection/src/neighbours/registry.ts";
import type { Tables as InspectionTables } from "../../services/inspection/src/tables.ts";
import { createRegistryActivities } from "../../services/registry/src/activities.ts";
import { createRegistryApp } from "../../services/registry/src/app.ts";
import { engineOf as registryEngine } from "../../services/registry/src/engine.ts";
import { importCarrier } from "../../services/registry/src/imports/carry.ts";
import { importersOf, registersOf } from "../../services/registry/src/registers.ts";
import { createCipher } from "../../services/registry/src/secrecy/cipher.ts";
import { migrations as registryMigrations } from "../../services/registry/src/migrations/index.ts";
import type { Tables as RegistryTables } from "../../services/registry/src/tables.ts";
import type { ServiceName } from "../embedded/database.ts";
import { freePort } from "../embedded/ports.ts";
import { workflowBundles } from "../embedded/temporal-binaries.ts";
import { migratedDatabase } from "../embedded/test-database.ts";
import { testPayloads } from "../embedded/test-payloads.ts";
import { startTimeSkipping } from "../embedded/test-temporal.ts";

/** All services and workers in one process, on a real PostgreSQL and the time-skipping engine. */
export type Whole = {
  registry: string;
  inspection: string;
  disclosure: string;
  /** The public portal. */
  portal: string;
  console: string;
  /** The pages of the inspected. */
  inspected: string;
  /** The cookie of somebody who is signed in at the console: a prefecture's person in every role, unless told otherwise. */
  consoleCookie(person?: Partial<SignedIn>): Promise<string>;
  /** By whom people are signed in. */
  people: People;
  /** Who tells the services who calls, for another process of one. */
  tokens: TokenVerifier;
  /** The superuser's URL of the services' database. */
  superUrl: string;
  /** Where the inspection service connects, for a second process of it. */
  inspectionDatabaseUrl: string;
  environment: TestWorkflowEnvironment;
  clock: Clock;
  /** Lets time pass until then: timers fire in their order on the way. */
  skipTo(then: Date): Promise<void>;
  close(): Promise<void>;
};

const day = 86_400_000;

/** What a test puts between the services: where the others reach one of them instead of at its own URL. */
type Between = (service: ServiceName, url: string) => Promise<string> | string;

/** Starts the whole system at a stated time, so that a test runs over the holidays it names whatever today is. */
export async function startWhole(startAt: Date, between: Between = (_service, url) => url): Promise<Whole> {
  const fresh = await migratedDatabase({
    registry: registryMigrations,
    inspection: inspectionMigrations,
    disclosure: disclosureMigrations,
  });
  const { urls } = fresh;
  const environment = await startTimeSkipping();
  const offset = startAt.getTime() - (await environment.currentTimeMs());
  const clock = steeredClock(async () => (await environment.currentTimeMs()) + offset);
  const logger = createLogger("whole", process.env["LOG_LEVEL"] ?? "silent");
  const issuer = await startIssuer();
  const tokens = tokenVerifier(issuer.url);
  const keys = sealingKeys.parse(randomBytes(32).toString("hex"));
  const { client } = environment;
  const sealer = createSealer(keys);
  const destinations = { allowLoopback: true };
  const sender = createSender(destinations);

  const registryDatabase = openDatabase<RegistryTables>(urls.registry.app, { logger });
  const inspectionDatabase = openDatabase<InspectionTables>(urls.inspection.app, { logger });
  const disclosureDatabase = openDatabase<DisclosureTables>(urls.disclosure.app, { logger });
  const inspectionFrame = { database: inspectionDatabase, clock, logger, engine: inspectionEngine(client) };
  const disclosureFrame = { database: disclosureDatabase, clock, logger, engine: disclosureEngine(client) };

  const keyring = await openKeyring({ database: registryDatabase, logger }, keys);
  const registryApp = await createRegistryApp({
    ...{ database: registryDatabase, clock, logger, tokens },
    keys: keyring,
    engine: registryEngine(client),
    importsKeptDays: 30,
  });
  const registry = await listen(registryApp);
  const disclosureApp = await createDisclosureApp({
    frame: disclosureFrame,
    ping: () => disclosureDatabase.ping(),
    tokens,
  });
  const disclosure = await listen(disclosureApp);
  const portalApp = await createPortalApp({
    frame: disclosureFrame,
    ping: () => disclosureDatabase.ping(),
    inspection: {
      figures: () => inspectionClient(inspectionAt).figures(),
      campaignStatistics: (id) => inspectionClient(inspectionAt).campaignStatistics(id),
    },
  });
  const portal = await listen(portalApp);
  const registryAt = {
    baseUrl: await between("registry", registry),
    credentials: issuer.credentials("inspection"),
  };
  const forDisclosure = { ...registryAt, credentials: issuer.credentials("disclosure") };
  const disclosureAt = {
    baseUrl: await between("disclosure", disclosure),
    credentials: issuer.credentials("inspection"),
  };
  const inspectionApp = await createInspectionApp({
    frame: inspectionFrame,
    ping: () => inspectionDatabase.ping(),
    registry: registryClient(registryAt),
    tokens,
    sealer,
    destinations,
    others: { registry, disclosure, portal },
  });
  const inspection = await listen(inspectionApp);
  const inspectionAt = {
    baseUrl: await between("inspection", inspection),
    credentials: issuer.credentials("disclosure"),
  };

  const inspectedUrl = `http://127.0.0.1:${await freePort()}`;
  const inspectedApp = await createInspectedApp({
    ...{ api: inspectionApp, logger, inspectedUrl, portalUrl: portal },
    ping: () => inspectionDatabase.ping(),
  });
  await inspectedApp.listen({ host: "127.0.0.1", port: Number(new URL(inspectedUrl).port) });

  const console = await startConsole({
    database: fresh,
    inspectionUrl: inspection,
    portalUrl: portal,
    inspectedUrl,
    gateway: { registry, inspection, disclosure, identity: issuer.url },
    verifier: tokens,
    issuer,
  });
  const consoleUrl = await listen(console.app);

  const namespace = environment.namespace ?? "default";
  const engine = { address: environment.address, namespace, payloads: testPayloads };
  const [registryBundle, inspectionBundle, disclosureBundle] = await Promise.all([
    bundleOf("registry"),
    bundleOf("inspection"),
    bundleOf("disclosure"),
  ]);
  const importers = importersOf(registersOf(createCipher(keyring)));
  const workers = await Promise.all([
    createWorker({
      engine,
      taskQueue: taskQueues.registry,
      workflows: registryBundle,
      activities: createRegistryActivities(
        importCarrier({ database: registryDatabase, clock, keys: keyring, logger, importers }),
      ),
    }),
    createWorker({
      engine,
      taskQueue: taskQueues.inspection,
      workflows: inspectionBundle,
      activities: createActivities({
        frame: inspectionFrame,
        registry: registryClient(registryAt),
        disclosure: disclosureClient(disclosureAt),
        sealer,
        send: sender.send,
      }),
    }),
    createWorker({
      engine,
      taskQueue: taskQueues.disclosure,
      workflows: disclosureBundle,
      activities: createDisclosureActivities(disclosureFrame, inspectionClient(inspectionAt)),
    }),
  ]);
  const running = workers.map(({ worker }) => worker.run());
  const relays = [startRelay(inspectionFrame), startRelay(disclosureFrame)];
  const rounds = [
    startSweep(inspectionFrame, dueFinders),
    startSweep(disclosureFrame, { publication: dueIn("publication") }),
    startMover(inspectionFrame, inspectionKinds),
    startTeamWatch(inspectionFrame, registryClient(registryAt)),
    startRepairWatch(inspectionFrame, registryClient(registryAt), { soonMs: 500, laterMs: 2_000 }),
    startMover(disclosureFrame, disclosureKinds),
    startCalendarFeed({ database: disclosureDatabase, inspection: inspectionClient(inspectionAt), logger }),
    startRiskTableFeed({ frame: disclosureFrame, registry: disclosuresRegistryClient(forDisclosure) }),
    startAuditLinker({ database: registryDatabase, logger }, { restsMs: 500 }),
    startAuditLinker(inspectionFrame, { restsMs: 500 }),
    startAuditLinker(disclosureFrame, { restsMs: 500 }),
  ];

  return {
    registry,
    inspection,
    disclosure,
    portal,
    console: consoleUrl,
    inspected: inspectedUrl,
    consoleCookie: (person) => console.cookieOf(person),
    people: issuer,
    tokens,
    superUrl: fresh.superUrl,
    inspectionDatabaseUrl: urls.inspection.app,
    environment,
    clock,
    async skipTo(then) {
      for (let now = await clock.now(); now < then; now = await clock.now())
        await environment.sleep(Math.max(1, Math.min(day, then.getTime() - now.getTime())));
    },
    async close() {
      await Promise.all([...rounds, ...relays].map(async (one) => one.stop()));
      for (const { worker } of workers) worker.shutdown();
      await Promise.all(running);
      await Promise.all(workers.map(({ connection }) => connection.close()));
      await Promise.all(
        [inspectedApp, registryApp, inspectionApp, disclosureApp, portalApp, console].map((app) =>
          app.close(),
        ),
      );
      sender.close();
      await keyring.stop();
      await Promise.all([registryDatabase.close(), inspectionDatabase.close(), disclosureDatabase.close()]);
      await environment.teardown();
      await fresh.drop();
      await issuer.close();
    },
  };
}

async function listen(app: App): Promise<string> {
  return app.listen({ host: "127.0.0.1", port: 0 });
}

function bundleOf(queue: "registry" | "inspection" | "disclosure") {
  const file = join(import.meta.dirname, "..", "..", "workflows", "queues", `${queue}.ts`);
  return bundleWorkflows(file, workflowBundles);
}
