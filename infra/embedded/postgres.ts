import { spawnSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { bornAt } from "../bootstrap/lock.js";
import { freePort } from "./ports.ts";
import { type PostgresBinaries, postgresBinaries } from "./postgres-binaries.ts";
import { type Identity, type Supervisor } from "./processes.ts";
import { canReach, placeForUser, postgresIdentity, reachableInstead } from "./root-user.ts";

export type PostgresOptions = {
  readonly supervisor: Supervisor;
  /** Where the cluster lives; made when it is not there. */
  readonly dataDir: string;
  /** Tried first; another free one where it is taken. */
  readonly port?: number | undefined;
  readonly logFile: string;
  /** The superuser's password, set when the cluster is made. */
  readonly password: string;
  /** Server settings on top of the stack's own, such as `fsync: "off"`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
};

export type Postgres = {
  /** The superuser's URL of the database `postgres`. */
  readonly url: string;
  readonly port: number;
  /** Where the data really is: not where asked when the user `postgres` cannot get there. */
  readonly dataDir: string;
  stop(): Promise<void>;
};

// Details of an error carry the row's values: they stay out of the log.
const ownSettings = {
  listen_addresses: "127.0.0.1",
  max_connections: "200",
  timezone: "UTC",
  log_timezone: "UTC",
  log_error_verbosity: "terse",
  log_parameter_max_length_on_error: "0",
} as const;

/** Starts PostgreSQL 18 on loopback, makes its cluster at first, and keeps it running under the supervisor. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { supervisor, password, log } = options;
  const identity = postgresIdentity();
  const binaries = postgresBinaries(identity, log);
  const dataDir = placeForUser(options.dataDir, identity);
  if (dataDir !== options.dataDir)
    log(`the user "postgres" cannot reach ${options.dataDir}: the database's data is in ${dataDir}`);
  if (!existsSync(join(dataDir, "PG_VERSION"))) makeCluster(binaries, dataDir, password, identity);
  await clearStaleLock(dataDir);
  const port = await freePort(options.port);
  const folder = socketFolder(dataDir, port);
  const host = folder === undefined ? "127.0.0.1" : encodeURIComponent(folder);
  const url = `postgres://postgres:${encodeURIComponent(password)}@${host}:${port}/postgres`;
  const sockets = { unix_socket_directories: folder ?? "" };
  const settings = Object.entries({ ...ownSettings, ...sockets, ...options.settings });
  await supervisor.start({
    name: "postgres",
    command: binaries.postgres,
    args: [
      "-D",
      dataDir,
      "-p",
      String(port),
      ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    kept: { stopSignal: "SIGINT", ...(identity && { identity }) },
    env: { ...process.env, LC_ALL: "C", PGDATA: dataDir },
    logFile: options.logFile,
    beforeStart: () => clearStaleLock(dataDir),
    ready: () => answers(url),
    graceMs: 30_000,
  });
  return { url, port, dataDir, stop: () => supervisor.stop("postgres") };
}

/** The longest path of a socket, in bytes, that every system takes. */
const longestSocket = 103;

/** Where the server has its socket, which costs those who use it less than TCP does: with its data, unless that path is too long. */
function socketFolder(dataDir: string, port: number): string | undefined {
  return Buffer.byteLength(join(dataDir, `.s.PGSQL.${port}`)) <= longestSocket ? dataDir : undefined;
}

/** A temporary folder that the user `postgres` can reach, for a cluster that is thrown away. */
export function temporaryFolder(): string {
  const identity = postgresIdentity();
  const parent =
    canReach(tmpdir(), identity) || identity === undefined ? tmpdir() : reachableInstead(tmpdir(), identity);
  const folder = mkdtempSync(join(parent, "shuangsui-"));
  if (identity !== undefined) chownSync(folder, identity.uid, identity.gid);
  return folder;
}

/** Makes the cluster beside its place and moves it there when it is whole: an interruption leaves no half-made one. */
function makeCluster(
  binaries: PostgresBinaries,
  dataDir: string,
  password: string,
  identity: Identity | undefined,
): void {
  const [parent, unfinished] = [dirname(dataDir), `${basename(dataDir)}.unfinished-`];
  for (const left of readdirSync(parent).filter((entry) => entry.startsWith(unfinished)))
    rmSync(join(parent, left), { recursive: true, force: true });
  const making = mkdtempSync(join(parent, unfinished));
  const folder = temporaryFolder();
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (identity !== undefined)
    for (const made of [making, passwordFile]) chownSync(made, identity.uid, identity.gid);
  try {
    const made = spawnSync(
      binaries.initdb,
      [
        `--pgdata=${making}`,
        "--username=postgres",
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=icu",
        "--icu-locale=zh-Hans-CN",
      ],
      { ...identity, cwd: "/", env: { ...process.env, LC_ALL: "C" }, encoding: "utf8" },
    );
    if (made.status === 0) return renameSync(making, dataDir);
    throw new Error(
      `the database cluster could not be made in ${dataDir}: ${made.error?.message ?? made.stderr.trim()}`,
    );
  } finally {
    for (const used of [folder, making]) rmSync(used, { recursive: true, force: true });
  }
}

/** Ends a postmaster that an earlier run left on this folder, and removes its lock where nobody holds it. */
async function clearStaleLock(dataDir: string): Promise<void> {
  const lock = join(dataDir, "postmaster.pid");
  if (!existsSync(lock)) return;
  const pid = Number.parseInt(readFileSync(lock, "utf8").split("\n")[0] ?? "", 10);
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    if (!isPostmasterOf(pid, dataDir)) break;
    process.kill(pid, signal);
    for (let waited = 0; waited < 10_000 && isPostmasterOf(pid, dataDir); waited += 100) await sleep(100);
  }
  rmSync(lock, { force: true });
}

function isPostmasterOf(pid: number, dataDir: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1 || bornAt(pid) === undefined) return false;
  if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(dataDir);
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout.includes(
    dataDir,
  );
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}
