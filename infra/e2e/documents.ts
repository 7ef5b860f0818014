import { databaseClock } from "@shuangsui/clock";
import { createSealer, sealingKeys } from "@shuangsui/sealing";
import {
  createLogger,
  openDatabase,
  openKeyring,
  tokenVerifier,
  type App,
  type TokenVerifier,
} from "@shuangsui/service-kit";
import { createConsoleApp } from "../../services/console/src/app.ts";
import { migrations as consoleMigrations } from "../../services/console/src/migrations/index.ts";
import type { Tables as ConsoleTables } from "../../services/console/src/tables.ts";
import { createDisclosureApp } from "../../services/disclosure/src/app.ts";
import { migrations as disclosureMigrations } from "../../services/disclosure/src/migrations/index.ts";
import { inspectionClient } from "../../services/disclosure/src/neighbours/inspection.ts";
import { createPortalApp } from "../../services/disclosure/src/portal/app.ts";
import type { Tables as DisclosureTables } from "../../services/disclosure/src/tables.ts";
import { createIdentityApp } from "../../services/identity/src/app.ts";
import { migrations as identityMigrations } from "../../services/identity/src/migrations/index.ts";
import type { Tables as IdentityTables } from "../../services/identity/src/tables.ts";
import { createInspectedApp } from "../../services/inspection/src/inspected/pages/app.ts";
import { createInspectionApp } from "../../services/inspection/src/app.ts";
import { migrations as inspectionMigrations } from "../../services/inspection/src/migrations/index.ts";
import { registryClient } from "../../services/inspection/src/neighbours/registry.ts";
import type { Tables as InspectionTables } from "../../services/inspection/src/tables.ts";
import { createRegistryApp } from "../../services/registry/src/app.ts";
import { migrations as registryMigrations } from "../../services/registry/src/migrations/index.ts";
import type { Tables as RegistryTables } from "../../services/registry/src/tables.ts";
import { migratedDatabase } from "../embedded/test-database.ts";

const logger = createLogger("test", "silent");
const nowhere = "http://127.0.0.1:1";
const elsewhere = { baseUrl: nowhere, credentials: { token: async () => "none" } };
const nobody = async () => {};

/** The services by their names, on a database of their own, without workers and without each other. */
export type Apps = {
  registry: App;
  inspection: App;
  disclosure: App;
  portal: App;
  identity: App;
  console: App;
  /** The pages of the inspected. */
  inspected: App;
  /** Where each listens. */
  urls: Readonly<
    Record<"registry" | "inspection" | "disclosure" | "portal" | "identity" | "console" | "inspected", string>
  >;
  close(): Promise<void>;
};

/** Wires every service as it is, to ask it for its document; without an issuer nobody can be signed in. */
export async function openApps(tokens: TokenVerifier = tokenVerifier(nowhere)): Promise<Apps> {
  const fresh = await migratedDatabase({
    registry: registryMigrations,
    inspection: inspectionMigrations,
    disclosure: disclosureMigrations,
    identity: identityMigrations,
    console: consoleMigrations,
  });
  const databases = fresh.urls;
  const registry = openDatabase<RegistryTables>(databases.registry.app, { logger });
  const inspection = openDatabase<InspectionTables>(databases.inspection.app, { logger });
  const disclosure = openDatabase<DisclosureTables>(databases.disclosure.app, { logger });
  const identity = openDatabase<IdentityTables>(databases.identity.app, { logger });
  const console = openDatabase<ConsoleTables>(databases.console.app, { logger });
  const clock = databaseClock(registry.plain, "database");
  const engine = { tell: nobody, decide: nobody, startLater: nobody, refresh: nobody };
  const keys = sealingKeys.parse("ab".repeat(32));
  const keyring = await openKeyring({ database: registry, logger }, keys);
  const registryApp = await createRegistryApp({
    database: registry,
    clock,
    logger,
    tokens,
    keys: keyring,
    engine,
    importsKeptDays: 30,
  });
  const disclosureApp = await createDisclosureApp({
    frame: { database: disclosure, clock, logger, engine },
    ping: () => disclosure.ping(),
    tokens,
  });
  const portalApp = await createPortalApp({
    frame: { database: disclosure, clock, logger },
    ping: () => disclosure.ping(),
    inspection: inspectionClient(elsewhere),
  });
  const identityApp = await createIdentityApp({
    database: identity,
    logger,
    issuer: "http://127.0.0.1:7004",
    clients: [],
    sealingKeys: keys,
    demonstration: false,
  });
  const consoleApp = await createConsoleApp({
    logger,
    database: console,
    sealer: createSealer(keys),
    verifier: tokens,
    client: { issuer: nowhere, clientId: "console", clientSecret: "none" },
    consoleUrl: "http://127.0.0.1:9",
    inspectionUrl: nowhere,
    gateway: { registry: nowhere, inspection: nowhere, disclosure: nowhere, identity: nowhere },
    portalUrl: "http://portal",
    inspectedUrl: "http://inspected",
  });
  const others = {
    registry: await listen(registryApp),
    disclosure: await listen(disclosureApp),
    portal: await listen(portalApp),
    identity: await listen(identityApp),
  };
  const inspectionApp = await createInspectionApp({
    frame: { database: inspection, clock, logger, engine },
    ping: () => inspection.ping(),
    registry: registryClient(elsewhere),
    tokens,
    sealer: createSealer(keys),
    destinations: { allowLoopback: false },
    others,
  });
  const inspectedApp = await createInspectedApp({
    ...{ api: inspectionApp, logger, ping: nobody },
    inspectedUrl: "http://127.0.0.1:9",
    portalUrl: "http://portal",
  });
  const apps = {
    inspected: inspectedApp,
    registry: registryApp,
    inspection: inspectionApp,
    disclosure: disclosureApp,
    portal: portalApp,
    identity: identityApp,
    console: consoleApp,
  };
  const urls = {
    ...others,
    inspection: await listen(inspectionApp),
    console: await listen(consoleApp),
    inspected: await listen(inspectedApp),
  };
  return {
    ...apps,
    urls,
    async close() {
      await Promise.all(Object.values(apps).map((app) => app.close()));
      await keyring.stop();
      await Promise.all([registry, inspection, disclosure, identity, console].map((one) => one.close()));
      await fresh.drop();
    },
  };
}

const listen = (app: App) => app.listen({ host: "127.0.0.1", port: 0 });
