import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { forgetPid, notePid, reap } from "./leftovers.ts";

/** One program that the supervisor keeps running. */
export type ProcessSpec = {
  readonly name: string;
  /** The program and its arguments. With `kept`, one that knows nothing of a parent, such as PostgreSQL. */
  readonly command: string;
  readonly args: readonly string[];
  readonly kept?: { readonly stopSignal: "SIGTERM" | "SIGINT"; readonly identity?: Identity };
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly logFile: string;
  /** Whether it answers now. Asked every 100 ms until it says so; an error counts as no. */
  readonly ready: () => Promise<boolean>;
  readonly readyWithinMs?: number;
  /** What must be put in order before each start, such as a stale lock. */
  readonly beforeStart?: () => Promise<void>;
  /** How long it may take to end by itself before it is killed. */
  readonly graceMs?: number;
};

/** The user and group that a program runs as, where the runner itself is root. */
export type Identity = { readonly uid: number; readonly gid: number };

/** Starts programs, restarts those that die, and stops them in the reverse order. */
export type Supervisor = {
  /** Starts one and waits until it is ready. @throws Error with the log's name where it does not get ready, or after `stopAll`. */
  start(spec: ProcessSpec): Promise<void>;
  /** The process id of the program itself (not of its keeper), where it runs now. */
  pidOf(name: string): number | undefined;
  /** What it was started as, to start it again after `stop`. */
  specOf(name: string): ProcessSpec | undefined;
  /** How often it died and was started again. */
  restartsOf(name: string): number;
  /** Stops one; nothing where it is not there. */
  stop(name: string): Promise<void>;
  /** Stops all, the last started first. Nothing starts afterwards; asked again it waits for the same end. */
  stopAll(): Promise<void>;
};

export type SupervisorOptions = {
  /** Where running processes are noted, for a later start to find what outlived this one. */
  readonly runDir: string;
  readonly log: (line: string) => void;
  /** Waiting before a restart: doubles from the first to the longest, and begins anew after a quiet minute. */
  readonly backoff?: { readonly firstMs: number; readonly longestMs: number };
};

type Kept = {
  readonly spec: ProcessSpec;
  child: ChildProcess | undefined;
  innerPid: number | undefined;
  restarts: number;
  stopping: boolean;
  waitMs: number;
  startedAt: number;
  ended: Promise<void>;
};

const keeper = join(import.meta.dirname, "keeper.ts");
const quietMs = 60_000;

/** Makes a supervisor. Its children end with this process, whichever way it ends. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { runDir, log } = options;
  const backoff = options.backoff ?? { firstMs: 200, longestMs: 5_000 };
  const all = new Map<string, Kept>();
  let allStopped: Promise<void> | undefined;

  const launch = async (kept: Kept): Promise<void> => {
    const { spec } = kept;
    await endOrphan(spec);
    await spec.beforeStart?.();
    if (kept.stopping) return;
    const child = spawnLogged(spec);
    kept.child = child;
    kept.innerPid = spec.kept === undefined ? child.pid : undefined;
    kept.startedAt = Date.now();
    if (child.pid !== undefined) notePid(runDir, spec.name, child.pid);
    child.on("message", (message) => {
      if (
        typeof message !== "object" ||
        message === null ||
        !("pid" in message) ||
        typeof message.pid !== "number"
      )
        return;
      if (spec.kept === undefined) return;
      kept.innerPid = message.pid;
      notePid(runDir, `${spec.name}.inner`, message.pid);
    });
    kept.ended = new Promise((resolve) => {
      child.on("error", () => resolve());
      child.on("exit", () => resolve());
    });
    void kept.ended.then(() => ended(kept, child));
  };

  /** A keeper killed without warning leaves its program running: that ends before a second one begins. */
  const endOrphan = async ({ name, kept }: ProcessSpec): Promise<void> => {
    if (kept !== undefined && (await reap(runDir, `${name}.inner`, kept.stopSignal)))
      log(`${name} outlived its keeper and was ended`);
  };

  const ended = (kept: Kept, child: ChildProcess): void => {
    const { name } = kept.spec;
    kept.child = undefined;
    kept.innerPid = undefined;
    forgetPid(runDir, name);
    if (kept.stopping) return;
    if (Date.now() - kept.startedAt > quietMs) kept.waitMs = backoff.firstMs;
    const { waitMs } = kept;
    kept.waitMs = Math.min(kept.waitMs * 2, backoff.longestMs);
    kept.restarts += 1;
    log(
      `${name} ended (${child.signalCode ?? child.exitCode ?? "not started"}); starting it again in ${waitMs} ms`,
    );
    setTimeout(() => void relaunch(kept), waitMs);
  };

  const relaunch = async (kept: Kept): Promise<void> => {
    if (kept.stopping) return;
    try {
      await launch(kept);
    } catch (error) {
      log(`${kept.spec.name} could not start again: ${String(error)}`);
      setTimeout(() => void relaunch(kept), backoff.longestMs);
    }
  };

  const stop = async (name: string): Promise<void> => {
    const kept = all.get(name);
    if (kept === undefined) return;
    kept.stopping = true;
    all.delete(name);
    await endChild(kept);
    await endOrphan(kept.spec);
  };

  const endChild = async ({ spec, child, ended }: Kept): Promise<void> => {
    if (child?.pid === undefined) return;
    signal(child.pid, "SIGTERM");
    const graceMs = spec.graceMs ?? 10_000;
    const inTime = await Promise.race([ended.then(() => true), sleep(graceMs, false, { ref: false })]);
    if (inTime) return;
    log(`${spec.name} did not end within ${graceMs / 1000} s and is killed`);
    signal(-child.pid, "SIGKILL");
    await ended;
  };

  const stopInReverse = async (): Promise<void> => {
    for (const name of [...all.keys()].reverse()) await stop(name);
  };

  return {
    start: async (spec) => {
      if (allStopped !== undefined)
        throw new Error(`${spec.name} is not started: everything is being stopped`);
      if (all.has(spec.name)) throw new Error(`${spec.name} runs already`);
      const kept: Kept = {
        spec,
        child: undefined,
        innerPid: undefined,
        restarts: 0,
        stopping: false,
        waitMs: backoff.firstMs,
        startedAt: 0,
        ended: Promise.resolve(),
      };
      all.set(spec.name, kept);
      await launch(kept);
      await untilReady(kept);
    },
    specOf: (name) => all.get(name)?.spec,
    pidOf: (name) => all.get(name)?.innerPid,
    restartsOf: (name) => all.get(name)?.restarts ?? 0,
    stop,
    stopAll: () => (allStopped ??= stopInReverse()),
  };
}

async function untilReady(kept: Kept): Promise<void> {
  const { spec } = kept;
  const withinMs = spec.readyWithinMs ?? 60_000;
  const until = Date.now() + withinMs;
  while (Date.now() < until && !kept.stopping) {
    if (kept.child !== undefined && (await spec.ready().catch(() => false))) return;
    if (kept.restarts >= 5)
      throw new Error(
        `${spec.name} keeps ending: see ${spec.logFile}, which ends with\n${lastLines(spec.logFile)}`,
      );
    await sleep(100);
  }
  throw new Error(
    kept.stopping
      ? `${spec.name} was stopped while it started`
      : `${spec.name} was not ready within ${withinMs / 1000} s: see ${spec.logFile}, which ends with\n${lastLines(spec.logFile)}`,
  );
}

function lastLines(file: string): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-5).join("\n");
}

function spawnLogged(spec: ProcessSpec): ChildProcess {
  mkdirSync(dirname(spec.logFile), { recursive: true });
  const output = openSync(spec.logFile, "a");
  const [command, args] =
    spec.kept === undefined
      ? [spec.command, [...spec.args]]
      : [
          process.execPath,
          [
            keeper,
            JSON.stringify({
              command: spec.command,
              args: spec.args,
              graceMs: (spec.graceMs ?? 10_000) * 0.8,
              ...spec.kept,
            }),
          ],
        ];
  try {
    // A group of its own: the terminal's Ctrl-C reaches only the runner, which stops all in order.
    return spawn(command, args, {
      cwd: spec.cwd,
      env: spec.env,
      detached: true,
      stdio: ["ignore", output, output, "ipc"],
    });
  } finally {
    closeSync(output);
  }
}

function signal(pid: number, name: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended in between, which is what was asked for.
  }
}
