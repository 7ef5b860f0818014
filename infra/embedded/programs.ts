import { Connection } from "@temporalio/client";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseUrls, ServiceName } from "./database.ts";
import type { ProcessSpec } from "./processes.ts";
import type { Secrets } from "./secrets.ts";
import { workflowBundles } from "./temporal-binaries.ts";

/** What the stack tells its services and workers. */
export type StackSettings = {
  /** Where each service listens, beside disclosure the public portal, and beside inspection the pages of the inspected. */
  readonly urls: Readonly<Record<ServiceName | "portal" | "inspected", string>>;
  readonly databaseUrls: DatabaseUrls;
  readonly secrets: Secrets;
  readonly temporalAddress: string;
  /** Where the codec server is that the engine's own page asks, where the stack runs the engine. */
  readonly codec?: { readonly port: number; readonly pageOrigin: string } | undefined;
  readonly clock: "database" | "sample";
  /** Whether identity has an account for each role, named on its sign-in page. */
  readonly demoAccounts: boolean;
  /** Folder of the log files. */
  readonly logs: string;
  readonly environment: Readonly<Record<string, string>>;
};

const root = join(import.meta.dirname, "..", "..");
/**
 * Reading and writing rows makes much that is soon garbage, and V8 lets it lie while there is room: this keeps an import of any size,
 * and a list of any length as a file, within 300 MB. The service's heap grows slowly, but has no end set to it: it answers many at once.
 */
export const registryFlags = {
  service: ["--max-semi-space-size=8", "--heap-growing-percent=30"],
  worker: ["--max-semi-space-size=8", "--max-old-space-size=320"],
} as const;
const endWithParent = ["--import", join(import.meta.dirname, "end-with-parent.ts")];

/** Brings services' schemas and authorities up to date, each by its own program as its owner. @throws Error naming the log. */
export function migrateServices(
  urls: Partial<Readonly<Record<ServiceName, { readonly owner: string }>>>,
  authoritiesFile: string,
  logFile: string,
): Promise<void> {
  const owners = Object.fromEntries(Object.entries(urls).map(([service, { owner }]) => [service, owner]));
  const output = openSync(logFile, "a");
  const child = spawn(process.execPath, [join(import.meta.dirname, "migrate.ts")], {
    cwd: root,
    env: { ...process.env, OWNER_URLS: JSON.stringify(owners), AUTHORITIES_FILE: authoritiesFile },
    stdio: ["ignore", output, output],
    timeout: 120_000,
  });
  closeSync(output);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the migrations of ${Object.keys(owners).join(", ")} failed: see ${logFile}`));
    });
  });
}

/** Does so with one service. */
export const migrateService = (
  service: ServiceName,
  ownerUrl: string,
  authoritiesFile: string,
  logFile: string,
): Promise<void> => migrateServices({ [service]: { owner: ownerUrl } }, authoritiesFile, logFile);

/**
 * Makes the first administrator where there is no account. Gives the lines that it says of that, which nobody can read
 * again. @throws Error naming the log
 */
export async function firstAdministrator(appUrl: string, logFile: string): Promise<string[]> {
  const output = openSync(logFile, "a");
  const entry = join(root, "services", "identity", "src", "first-administrator.ts");
  const child = spawn(process.execPath, [entry], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: appUrl },
    stdio: ["ignore", "pipe", output],
    timeout: 120_000,
  });
  closeSync(output);
  let said = "";
  child.stdout?.on("data", (bytes: Buffer) => (said += bytes.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`the first administrator was not made: see ${logFile}`);
  return said.split("\n").filter((line) => line !== "");
}

/** A service as a process, ready when its health check says so. */
export function serviceSpec(service: ServiceName, settings: StackSettings): ProcessSpec {
  const url = new URL(settings.urls[service]);
  return {
    name: service,
    command: process.execPath,
    args: [
      ...(service === "registry" ? registryFlags.service : []),
      ...endWithParent,
      join(root, "services", service, "src", "main.ts"),
    ],
    cwd: root,
    env: {
      ...environmentOf(service, settings),
      HOST: "127.0.0.1",
      PORT: url.port,
      ...(service === "inspection"
        ? {
            INSPECTED_PORT: new URL(settings.urls.inspected).port,
            INSPECTED_PORTAL_URL: settings.urls.portal,
          }
        : {}),
      ...(service === "inspection" && settings.codec !== undefined
        ? { CODEC_PORT: String(settings.codec.port), CODEC_PAGE_ORIGIN: settings.codec.pageOrigin }
        : {}),
    },
    logFile: join(settings.logs, `${service}.log`),
    ready: async () =>
      (await fetch(new URL("/health/ready", url), { signal: AbortSignal.timeout(2_000) })).ok,
  };
}

/** A service's worker as a process, ready when the engine sees it poll. */
export function workerSpec(service: ServiceName, settings: StackSettings): ProcessSpec {
  return {
    name: `${service}-worker`,
    command: process.execPath,
    args: [
      ...(service === "registry" ? registryFlags.worker : []),
      ...endWithParent,
      join(root, "services", service, "src", "worker.ts"),
    ],
    cwd: root,
    env: { WORKFLOW_BUNDLES: workflowBundles, ...environmentOf(service, settings) },
    logFile: join(settings.logs, `${service}-worker.log`),
    ready: polling(settings.temporalAddress, service, Date.now()),
    readyWithinMs: 120_000,
  };
}

function environmentOf(service: ServiceName, settings: StackSettings): NodeJS.ProcessEnv {
  const { urls, databaseUrls, secrets } = settings;
  return {
    ...process.env,
    NODE_ENV: "development",
    LOG_LEVEL: process.env["LOG_LEVEL"] ?? "info",
    REGISTRY_URL: urls.registry,
    INSPECTION_URL: urls.inspection,
    DISCLOSURE_URL: urls.disclosure,
    PORTAL_URL: urls.portal,
    INSPECTED_URL: urls.inspected,
    PORTAL_PORT: new URL(urls.portal).port,
    // All callers are on one machine, and come from one address.
    RATE_LIMIT_ADDRESS: "60000",
    RATE_LIMIT_PERSON: "6000000",
    TEMPORAL_ADDRESS: settings.temporalAddress,
    ...(service === "registry" || service === "inspection" || service === "disclosure"
      ? { PAYLOAD_KEY: payloadKeyOf(secrets) }
      : {}),
    CLOCK: settings.clock,
    ...(service === "identity" ? identityEnvironment(settings) : clientEnvironment(service, settings)),
    WEBHOOKS_ALLOW_LOOPBACK: "true",
    DATABASE_URL: databaseUrls[service].app,
    // A key of its own for each service that keeps something sealed.
    ...(service === "disclosure" ? {} : { FIELD_KEY: fieldKeyOf(secrets, service) }),
    ...(service === "console" ? { CONSOLE_URL: urls.console } : {}),
    ...settings.environment,
  };
}

/** The key under which a service seals. */
export function fieldKeyOf(secrets: Secrets, service: Exclude<ServiceName, "disclosure">): string {
  return createHash("sha256").update(`${secrets.fieldKey},${service}`).digest("hex");
}

/** The key under which the engine is told things. */
export function payloadKeyOf(secrets: Secrets): string {
  return createHash("sha256").update(`${secrets.fieldKey},payloads`).digest("hex");
}

/** Where a service verifies tokens and asks for its own. Another provider's secrets come from outside, as that address does. */
function clientEnvironment(service: Exclude<ServiceName, "identity">, settings: StackSettings) {
  const secretName = `CLIENT_SECRET_${service.toUpperCase()}`;
  return {
    ISSUER_URL: settings.urls.identity,
    CLIENT_ID: service,
    CLIENT_SECRET: process.env[secretName] ?? settings.secrets.clients[service],
  };
}

/** Who may ask identity for tokens: each service for its own, and the console for the people alone who sign in there. */
function identityEnvironment({ urls, secrets, demoAccounts }: StackSettings) {
  const { registry, inspection, disclosure, console } = secrets.clients;
  const clients = [
    { id: "registry", secret: registry, service: true },
    { id: "inspection", secret: inspection, service: true },
    { id: "disclosure", secret: disclosure, service: true },
    {
      id: "console",
      secret: console,
      redirectUris: [`${urls.console}/signed-in`],
      postLogoutRedirectUris: [`${urls.console}/`],
    },
  ];
  return {
    ISSUER: urls.identity,
    CLIENTS: JSON.stringify(clients),
    DEMO_ACCOUNTS: String(demoAccounts),
    OPERATOR_SECRET: secrets.operatorSecret,
  };
}

const workflowTasks = 1;

/** Says whether a worker has asked the engine for work on that queue since then (Unix milliseconds), over one connection until it has. */
function polling(address: string, taskQueue: string, since: number): () => Promise<boolean> {
  let connection: Connection | undefined;
  return async () => {
    connection ??= await Connection.connect({ address, connectTimeout: 2_000 });
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace: "default",
      taskQueue: { name: taskQueue },
      taskQueueType: workflowTasks,
    });
    const polls = (pollers ?? []).some(
      ({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 + 999 >= since,
    );
    if (!polls) return false;
    await connection.close();
    connection = undefined;
    return true;
  };
}
