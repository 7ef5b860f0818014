import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawn, spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bornAt } from "../bootstrap/lock.js";
import { notePid, reapLeftovers } from "./leftovers.ts";
import { createSupervisor, type ProcessSpec, type Supervisor } from "./processes.ts";

let folder: string;
let lines: string[];
let supervisor: Supervisor;
let dead: number[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shuangsui-processes-"));
  lines = [];
  dead = [];
  supervisor = createSupervisor({
    runDir: join(folder, "run"),
    log: (line) => lines.push(line),
    backoff: { firstMs: 20, longestMs: 200 },
  });
});
afterEach(async () => {
  await supervisor.stopAll();
  for (const pid of dead) expect(bornAt(pid)).toBeUndefined();
  rmSync(folder, { recursive: true, force: true });
});

const tells = 'require("fs").appendFileSync(process.env.TELL, process.env.NAME + " up\\n");';
const obeys =
  'process.on("SIGTERM", () => { require("fs").appendFileSync(process.env.TELL, process.env.NAME + " down\\n"); process.exit(0) });';
const stays = "setInterval(() => {}, 1000);";

function program(name: string, code: string, more: Partial<ProcessSpec> = {}): ProcessSpec {
  const tell = join(folder, "tell");
  return {
    name,
    command: process.execPath,
    args: ["-e", code],
    env: { ...process.env, TELL: tell, NAME: name },
    logFile: join(folder, `${name}.log`),
    ready: async () => told().includes(`${name} up`),
    ...more,
  };
}

function told(): string[] {
  try {
    return readFileSync(join(folder, "tell"), "utf8").trim().split("\n");
  } catch {
    return [];
  }
}

/** The process that keeps a program, as it is noted. */
function keeperOf(name: string): number {
  const noted = JSON.parse(readFileSync(join(folder, "run", `${name}.json`), "utf8")) as { pid: number };
  return noted.pid;
}

async function killed(name: string): Promise<void> {
  const pid = supervisor.pidOf(name);
  if (pid === undefined) throw new Error(`${name} does not run`);
  process.kill(pid, "SIGKILL");
  await vi.waitFor(() => expect(bornAt(pid)).toBeUndefined());
}

describe("the supervisor", () => {
  it("starts in order and stops in the reverse order", async () => {
    for (const name of ["one", "two", "three"]) await supervisor.start(program(name, tells + obeys + stays));
    await supervisor.stopAll();
    expect(told()).toEqual(["one up", "two up", "three up", "three down", "two down", "one down"]);
    await expect(supervisor.start(program("four", stays))).rejects.toThrow("being stopped");
  });

  it("starts again what was killed, waiting longer each time", async () => {
    await supervisor.start(program("phoenix", tells + obeys + stays));
    for (const time of [1, 2, 3]) {
      await killed("phoenix");
      await vi.waitFor(() => expect(told()).toHaveLength(time + 1), { timeout: 5_000 });
    }
    expect(supervisor.restartsOf("phoenix")).toBe(3);
    expect(lines.map((line) => /in (\d+) ms/.exec(line)?.[1])).toEqual(["20", "40", "80"]);
  });

  it("gives up on one that never gets ready, naming its log", async () => {
    const failing = supervisor.start(program("broken", 'console.error("no such thing"); process.exit(3)'));
    await expect(failing).rejects.toThrow(`broken keeps ending: see ${join(folder, "broken.log")}`);
    expect(readFileSync(join(folder, "broken.log"), "utf8")).toContain("no such thing");
    const slow = supervisor.start(program("slow", stays, { readyWithinMs: 200 }));
    await expect(slow).rejects.toThrow("slow was not ready within 0.2 s");
  });

  it("kills what does not end when asked", async () => {
    await supervisor.start(
      program("deaf", `process.on("SIGTERM", () => {}); ${tells}${stays}`, { graceMs: 200 }),
    );
    const pid = supervisor.pidOf("deaf");
    await supervisor.stop("deaf");
    if (pid !== undefined) dead.push(pid);
    expect(lines).toContain("deaf did not end within 0.2 s and is killed");
  });

  it("puts things in order before each start, and a stop during a restart holds", async () => {
    let prepared = 0;
    const beforeStart = async () => void prepared++;
    await supervisor.start(program("tidy", tells + stays, { beforeStart }));
    await killed("tidy");
    await vi.waitFor(() => expect(prepared).toBe(2), { timeout: 5_000 });
    await killed("tidy").catch(() => undefined);
    await supervisor.stop("tidy");
    const before = told().length;
    await sleep(400);
    expect(told()).toHaveLength(before);
  });

  it("never runs a program twice: one whose keeper was killed is ended first, at a restart and at a stop", async () => {
    const sleeper: Partial<ProcessSpec> = {
      command: "sleep",
      args: ["300"],
      kept: { stopSignal: "SIGTERM" },
      ready: async () => supervisor.pidOf("sleeper") !== undefined,
    };
    const orphaned = async () => {
      const pid = supervisor.pidOf("sleeper");
      if (pid === undefined) throw new Error("sleeper does not run");
      process.kill(keeperOf("sleeper"), "SIGKILL");
      dead.push(pid);
      return pid;
    };
    await supervisor.start(program("sleeper", "", sleeper));
    const first = await orphaned();
    await vi.waitFor(() => expect(supervisor.pidOf("sleeper")).not.toBe(first));
    await vi.waitFor(() => expect(supervisor.pidOf("sleeper")).toBeDefined(), { timeout: 5_000 });
    expect(bornAt(first)).toBeUndefined();
    expect(lines).toContain("sleeper outlived its keeper and was ended");

    await orphaned();
    await supervisor.stop("sleeper");
  });

  it("leaves nothing behind when its own process is killed, not even a program that knows of no parent", async () => {
    const runner = join(folder, "runner.ts");
    writeFileSync(
      runner,
      `import { createSupervisor } from ${JSON.stringify(join(import.meta.dirname, "processes.ts"))};
       const supervisor = createSupervisor({ runDir: ${JSON.stringify(join(folder, "runs"))}, log: () => {} });
       await supervisor.start({ name: "sleeper", command: "sleep", args: ["300"], kept: { stopSignal: "SIGTERM" }, env: process.env,
         logFile: ${JSON.stringify(join(folder, "sleeper.log"))}, ready: async () => supervisor.pidOf("sleeper") !== undefined });
       console.log(supervisor.pidOf("sleeper"));
       setInterval(() => {}, 1000);`,
    );
    const child = spawn(process.execPath, [runner], { stdio: ["ignore", "pipe", "inherit"] });
    const pid = await new Promise<number>((resolve) =>
      child.stdout.once("data", (line: Buffer) => resolve(Number(line.toString()))),
    );
    expect(bornAt(pid)).toBeDefined();
    child.kill("SIGKILL");
    await vi.waitFor(() => expect(bornAt(pid)).toBeUndefined(), { timeout: 10_000 });
  });
});

describe("leftovers of an earlier run", () => {
  it("are ended, and one that merely has the same id is not", async () => {
    const runDir = join(folder, "run");
    const [left, other] = [spawn("sleep", ["300"]), spawn("sleep", ["300"])];
    if (left.pid === undefined || other.pid === undefined) throw new Error("sleep does not run");
    notePid(runDir, "left", left.pid);
    writeFileSync(join(runDir, "other.json"), JSON.stringify({ pid: other.pid, born: "long ago" }));
    writeFileSync(join(runDir, "damaged.json"), "{");
    expect(await reapLeftovers(runDir)).toEqual(["left"]);
    expect(bornAt(left.pid)).toBeUndefined();
    expect(bornAt(other.pid)).toBeDefined();
    other.kill();
    expect(spawnSync("ls", [runDir], { encoding: "utf8" }).stdout).toBe("");
  });
});
