import { sealingKeys } from "@shuangsui/sealing";
import { type EngineAddress, sealedPayloads } from "@shuangsui/temporal-kit";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { People } from "../../packages/service-kit/src/testing/issuer.ts";
import { type SampleClock, type SampleTime, startSampleClock } from "./clock.ts";
import { type DatabaseUrls, prepareDatabase, urlOf } from "./database.ts";
import { reapLeftovers } from "./leftovers.ts";
import { peopleOf } from "./people.ts";
import { freePort } from "./ports.ts";
import { startPostgres } from "./postgres.ts";
import { createSupervisor, type Supervisor } from "./processes.ts";
import {
  firstAdministrator,
  migrateServices,
  payloadKeyOf,
  serviceSpec,
  type StackSettings,
  workerSpec,
} from "./programs.ts";
import { keptSecrets, type Secrets } from "./secrets.ts";
import { startTemporal } from "./temporal.ts";

export type StackOptions = {
  /** Where everything is kept: data, logs, secrets, ports. */
  readonly dataDir: string;
  readonly log: (line: string) => void;
  /** Runs the services on the sample's time; without it they run on the real one. */
  readonly sample?: SampleTime;
  /** Server settings of PostgreSQL on top of the stack's own, such as `fsync: "off"` in tests. */
  readonly databaseSettings?: Readonly<Record<string, string>>;
  /** Without it identity has accounts for demonstration; with `false` the first administrator is told by `log`. */
  readonly demoAccounts?: boolean;
  /** The OpenID provider that takes identity's place, which is not started then. */
  readonly issuerUrl?: string | undefined;
  /** Environment of services and workers on top of the stack's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Gives up starting. */
  readonly signal?: AbortSignal;
};

export type Endpoints = {
  /** The OpenID provider: the stack's own, or the one that ISSUER_URL names. */
  readonly identity: string;
  readonly console: string;
  readonly registry: string;
  readonly inspection: string;
  readonly disclosure: string;
  /** The public portal. */
  readonly portal: string;
  /** The pages of the inspected. */
  readonly inspected: string;
  /** host:port of the engine. */
  readonly temporal: string;
};

/** The whole system on one machine, each service and worker a process of its own. */
export type Stack = {
  readonly endpoints: Endpoints;
  /** The engine, for a client of it. */
  readonly engine: EngineAddress;
  /** The engine's own web page, where the stack runs the engine. */
  readonly temporalUi: string | undefined;
  /** Where one shows a token before that page shows what workflows hold. */
  readonly codec: string | undefined;
  /** Superuser's URL of the services' database. */
  readonly superUrl: string;
  readonly databaseUrls: DatabaseUrls;
  readonly secrets: Secrets;
  /** By whom people are signed in. */
  readonly people: People;
  readonly clock: SampleClock | undefined;
  /** By name: postgres, temporal, identity, registry, inspection, disclosure, console, and the workers of registry, inspection and disclosure. */
  readonly supervisor: Supervisor;
  /** Stops all in the reverse order of their start. */
  stop(): Promise<void>;
};

const sampleAuthorities = join(import.meta.dirname, "..", "sample", "authorities.json");
const servicePorts = ["identity", "registry", "inspection", "disclosure", "console"] as const;
const workers = ["registry", "inspection", "disclosure"] as const;
const portsSchema = z.record(z.string(), z.number().int());

/**
 * Starts PostgreSQL and Temporal, brings the database up to date, then starts every service and worker. Ports are
 * those of the last start where they are free. @throws Error naming the log of what did not start; the rest is stopped.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, log } = options;
  const [logs, runDir] = [join(dataDir, "logs"), join(dataDir, "run")];
  mkdirSync(logs, { recursive: true });
  for (const name of await reapLeftovers(runDir)) log(`ended ${name}, left behind by an earlier run`);
  const secrets = keptSecrets(join(dataDir, "secrets.json"));
  const ports = readPorts(dataDir);
  const supervisor = createSupervisor({ runDir, log });
  let clock: SampleClock | undefined;
  const stop = async () => {
    await clock?.stop();
    await supervisor.stopAll();
  };
  options.signal?.addEventListener("abort", () => void supervisor.stopAll(), { once: true });
  const codecPort = await freePort(ports["codec"]);
  try {
    log("starting PostgreSQL and Temporal");
    const [postgres, temporal] = await Promise.all([
      startPostgres({
        supervisor,
        log,
        dataDir: join(dataDir, "postgres"),
        logFile: join(logs, "postgres.log"),
        password: secrets.superuser,
        port: ports["postgres"],
        ...(options.databaseSettings && { settings: options.databaseSettings }),
      }),
      startTemporal({
        supervisor,
        log,
        databaseFile: join(dataDir, "temporal", "temporal.db"),
        logFile: join(logs, "temporal.log"),
        port: ports["temporal"],
        uiPort: ports["temporalUi"],
        codecPort,
      }),
    ]);
    log("preparing the database");
    const databaseUrls = await prepareDatabase(postgres.url, secrets.roles);
    const superUrl = urlOf(postgres.url, "shuangsui");
    if (options.sample !== undefined) clock = await startSampleClock(superUrl, options.sample);
    await migrateServices(databaseUrls, keptAuthorities(dataDir), join(logs, "migrations.log"));

    const urls: Record<(typeof servicePorts)[number] | "portal" | "inspected", string> = {
      identity: "",
      registry: "",
      inspection: "",
      disclosure: "",
      console: "",
      portal: "",
      inspected: "",
    };
    const used: Record<string, number | undefined> = {
      postgres: postgres.port,
      temporal: temporal.port,
      temporalUi: temporal.uiPort,
      codec: codecPort,
    };
    const otherProvider = options.issuerUrl;
    for (const service of [...servicePorts, "portal", "inspected"] as const) {
      if (service === "identity" && otherProvider !== undefined) {
        urls[service] = otherProvider;
        continue;
      }
      const port = await freePort(ports[service]);
      used[service] = port;
      urls[service] = `http://127.0.0.1:${port}`;
    }
    writeFileSync(join(dataDir, "ports.json"), JSON.stringify(used, null, 2));
    const settings: StackSettings = {
      urls,
      databaseUrls,
      secrets,
      logs,
      temporalAddress: temporal.address,
      codec: temporal.uiUrl === undefined ? undefined : { port: codecPort, pageOrigin: temporal.uiUrl },
      clock: options.sample === undefined ? "database" : "sample",
      demoAccounts: options.demoAccounts ?? true,
      environment: options.environment ?? {},
    };
    if (otherProvider === undefined) await startIdentity(settings, supervisor, log);
    log("starting the services and their workers");
    const specs = [
      ...servicePorts.filter((name) => name !== "identity").map((service) => serviceSpec(service, settings)),
      ...workers.map((worker) => workerSpec(worker, settings)),
    ];
    await Promise.all(specs.map((spec) => supervisor.start(spec)));
    const endpoints = { ...urls, temporal: temporal.address };
    return {
      endpoints,
      engine: {
        address: temporal.address,
        namespace: "default",
        payloads: sealedPayloads(sealingKeys.parse(payloadKeyOf(secrets))),
      },
      temporalUi: temporal.uiUrl,
      codec: temporal.uiUrl === undefined ? undefined : `http://127.0.0.1:${codecPort}`,
      superUrl,
      databaseUrls,
      secrets,
      people: peopleOf(urls.identity, secrets.operatorSecret),
      clock,
      supervisor,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The services ask it for tokens: it comes first. */
async function startIdentity(
  settings: StackSettings,
  supervisor: Supervisor,
  log: (line: string) => void,
): Promise<void> {
  log("starting identity");
  if (!settings.demoAccounts) {
    const appUrl = settings.databaseUrls.identity.app;
    for (const line of await firstAdministrator(appUrl, join(settings.logs, "migrations.log"))) log(line);
  }
  await supervisor.start(serviceSpec("identity", settings));
}

/** The file of the stack's authorities: the sample's, until somebody changes it. */
function keptAuthorities(dataDir: string): string {
  const file = join(dataDir, "authorities.json");
  if (!existsSync(file)) copyFileSync(sampleAuthorities, file);
  return file;
}

function readPorts(dataDir: string): Partial<Record<string, number>> {
  const file = join(dataDir, "ports.json");
  if (!existsSync(file)) return {};
  try {
    return portsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}
