import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { bornAt, takeLock } from "../bootstrap/lock.js";
import { personAt } from "../sample/people.ts";
import { peopleOf } from "./people.ts";
import { temporaryFolder } from "./postgres.ts";
import { keptSecrets } from "./secrets.ts";

let dataDir: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  dataDir = temporaryFolder();
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  rmSync(dataDir, { recursive: true, force: true });
});

const environment = () => ({ ...process.env, SHUANGSUI_DATA: dataDir });

/** Starts what refuses to start, and waits for its end. */
function refused() {
  return spawnSync(process.execPath, [join(import.meta.dirname, "main.ts")], {
    encoding: "utf8",
    env: environment(),
    timeout: 20_000,
  });
}

/** What `npm start` runs, with its output so far. */
function npmStart() {
  const run = join(import.meta.dirname, "..", "bootstrap", "run.js");
  const child = spawn(process.execPath, [run, "start"], {
    env: environment(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  let said = "";
  child.stdout.on("data", (data: Buffer) => (said += data.toString()));
  return { child, said: () => said };
}

it("says that it runs already in this checkout, and exits 1", () => {
  const lock = takeLock(join(dataDir, "lock"));
  const { status, stdout } = refused();
  expect(status).toBe(1);
  expect(stdout).toContain(`Shuangsui runs already in this checkout (process ${process.pid})`);
  if ("release" in lock) lock.release();
});

it("says that the data is of an earlier version, and exits 1 before anything starts", () => {
  writeFileSync(join(dataDir, "secrets.json"), "{}");
  const { status, stdout } = refused();
  expect(status).toBe(1);
  expect(stdout).toContain(
    `the data in ${dataDir} is of an earlier version of this project, which cannot be carried on: remove ${dataDir} to begin anew`,
  );
  expect(readdirSync(dataDir)).toEqual(["secrets.json"]);
});

it("ends everything on Ctrl-C, and goes on at the next start", { timeout: 180_000 }, async () => {
  const told = join(dataDir, "endpoints.json");
  const endpoints = () =>
    vi.waitFor(
      () =>
        z
          .object({ console: z.string(), inspection: z.string(), identity: z.string() })
          .parse(JSON.parse(readFileSync(told, "utf8"))),
      { timeout: 50_000, interval: 100 },
    );
  const plans = async ({ inspection, identity }: { inspection: string; identity: string }) => {
    const people = peopleOf(identity, keptSecrets(join(dataDir, "secrets.json")).operatorSecret);
    return (await personAt(inspection, people, "533103").get("/api/v1/plans?year=2026")).body;
  };
  const pids = () =>
    readdirSync(join(dataDir, "run")).map(
      (file) =>
        z.object({ pid: z.number() }).parse(JSON.parse(readFileSync(join(dataDir, "run", file), "utf8"))).pid,
    );

  // Given a first start whose main job has published its plan.
  const first = npmStart();
  const before = await endpoints();
  await vi.waitFor(() => expect(first.said()).toContain("the plan is published"), { timeout: 60_000 });
  const published = await plans(before);
  const running = pids();
  expect(running.length).toBeGreaterThanOrEqual(8);

  // When it is interrupted, then nothing of it runs any more.
  first.child.kill("SIGINT");
  expect(await once(first.child, "close")).toEqual([0, null]);
  expect(first.said()).toContain("all is stopped");
  expect([...running, ...pids()].filter((pid) => bornAt(pid) !== undefined)).toEqual([]);
  expect(existsSync(told)).toBe(false);

  // And the next start has the same addresses and the same plan.
  const second = npmStart();
  expect(await endpoints()).toEqual(before);
  expect(await plans(before)).toMatchObject({ items: idsOf(published) });
  second.child.kill("SIGINT");
  expect(await once(second.child, "close")).toEqual([0, null]);
});

function idsOf(page: unknown): { id: string }[] {
  const { items } = z.object({ items: z.array(z.object({ id: z.string() })).nonempty() }).parse(page);
  return items;
}
