import { registerAttributes } from "@shuangsui/temporal-kit";
import { Connection } from "@temporalio/client";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { freePort } from "./ports.ts";
import type { Supervisor } from "./processes.ts";
import { findTemporal, projectCache } from "./temporal-binaries.ts";

/**
 * Arguments by which the server says after two failures, not five, that a workflow fails at every task: the reconciler asks it
 * for that.
 */
export const reportsProblemsEarly = [
  "--dynamic-config-value",
  "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=2",
] as const;

/**
 * Arguments by which a task queue is in one piece instead of four, which is enough for one machine. With four a workflow task is lost
 * now and then on a busy one, between the piece that gives it out and the one at which its worker asks: it comes again after ten seconds.
 */
const undividedQueues = [
  "--dynamic-config-value",
  "matching.numTaskqueueReadPartitions=1",
  "--dynamic-config-value",
  "matching.numTaskqueueWritePartitions=1",
] as const;

export type TemporalOptions = {
  readonly supervisor: Supervisor;
  /** The server's database file, kept between starts. */
  readonly databaseFile: string;
  readonly logFile: string;
  readonly port?: number | undefined;
  readonly uiPort?: number | undefined;
  /** The port of the codec server that its web page asks. */
  readonly codecPort?: number | undefined;
  readonly log: (line: string) => void;
  readonly environment?: NodeJS.ProcessEnv;
};

export type Temporal = {
  /** host:port of the engine. */
  readonly address: string;
  /** Its web page; none where a running cluster is used. */
  readonly uiUrl: string | undefined;
  readonly port: number | undefined;
  readonly uiPort: number | undefined;
  stop(): Promise<void>;
};

/**
 * Starts Temporal's own server with a database file on loopback, or takes the running cluster that
 * TEMPORAL_ADDRESS names; either way the search attributes are there when this returns.
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const { supervisor, databaseFile, log } = options;
  const environment = options.environment ?? process.env;
  const running = environment["TEMPORAL_ADDRESS"];
  if (running !== undefined && running !== "") {
    await register(running);
    return {
      address: running,
      uiUrl: undefined,
      port: undefined,
      uiPort: undefined,
      stop: async () => undefined,
    };
  }
  const program = await findTemporal("temporal", { environment, cacheDir: projectCache, log });
  mkdirSync(dirname(databaseFile), { recursive: true, mode: 0o700 });
  const port = await freePort(options.port);
  const uiPort = await freePort(options.uiPort);
  const address = `127.0.0.1:${port}`;
  await supervisor.start({
    name: "temporal",
    command: program,
    // In write-ahead mode with relaxed syncing a power cut may lose the last commits; a killed process loses none.
    args: [
      ...["server", "start-dev", "--ip", "127.0.0.1", "--port", String(port), "--ui-port", String(uiPort)],
      ...[
        "--db-filename",
        databaseFile,
        "--sqlite-pragma",
        "journal_mode=wal",
        "--sqlite-pragma",
        "synchronous=normal",
      ],
      ...["--search-attribute", "Authority=Keyword", "--log-level", "warn"],
      ...(options.codecPort === undefined
        ? []
        : ["--ui-codec-endpoint", `http://127.0.0.1:${options.codecPort}`]),
      ...reportsProblemsEarly,
      ...undividedQueues,
    ],
    kept: { stopSignal: "SIGTERM" },
    env: environment,
    logFile: options.logFile,
    beforeStart: async () => clearUnfinished(databaseFile),
    ready: () => healthy(address),
    graceMs: 15_000,
  });
  writeFileSync(finishedMark(databaseFile), "");
  await register(address);
  return {
    address,
    uiUrl: `http://127.0.0.1:${uiPort}`,
    port,
    uiPort,
    stop: () => supervisor.stop("temporal"),
  };
}

/** The server makes its tables only in a file that is not there: one left half made at its first start is removed. */
function clearUnfinished(databaseFile: string): void {
  if (existsSync(finishedMark(databaseFile))) return;
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(databaseFile + suffix, { force: true });
}

function finishedMark(databaseFile: string): string {
  return `${databaseFile}.made`;
}

async function healthy(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeNamespace({ namespace: "default" }),
    );
    return true;
  } finally {
    await connection.close();
  }
}

async function register(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 10_000 });
  try {
    await registerAttributes(connection, "default");
  } finally {
    await connection.close();
  }
}
