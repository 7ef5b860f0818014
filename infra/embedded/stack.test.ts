import { api } from "@shuangsui/contracts";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { bornAt } from "../bootstrap/lock.js";
import { sampleAuthorities } from "../sample/authorities.ts";
import { personAt } from "../sample/people.ts";
import { temporaryFolder } from "./postgres.ts";
import { firstAdministrator } from "./programs.ts";
import { type Stack, startStack } from "./stack.ts";

const names = [
  ...["postgres", "temporal", "identity", "registry", "inspection", "disclosure", "console"],
  ...["registry-worker", "inspection-worker", "disclosure-worker"],
];
const folder = temporaryFolder();
const lines: string[] = [];
const options = {
  dataDir: join(folder, "data"),
  log: (line: string) => void lines.push(line),
  sample: { start: "2026-09-14T01:00:00Z", rate: 3_600 },
  databaseSettings: { fsync: "off" },
  demoAccounts: false,
  environment: { RATE_LIMIT_ADDRESS: "100" },
};

let stack: Stack;
beforeAll(async () => {
  stack = await startStack(options);
});
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ready = async (url: string) =>
  (await fetch(new URL("/health/ready", url)).catch(() => undefined))?.status;

function running(): Map<string, number> {
  return new Map(
    names.flatMap((name) =>
      ((pid) => (pid === undefined ? [] : [[name, pid]]))(stack.supervisor.pidOf(name)),
    ),
  );
}

it("runs every service and worker as a process of its own, answering on loopback", async () => {
  expect([...running().keys()]).toEqual(names);
  expect(new Set(running().values()).size).toBe(names.length);
  const { console, identity, registry, inspection, disclosure, portal, inspected } = stack.endpoints;
  for (const url of [console, identity, registry, inspection, disclosure, portal, inspected]) {
    expect(new URL(url).hostname).toBe("127.0.0.1");
    expect(await ready(url)).toBe(200);
  }
});

/** What an operator runs while the stack does. */
function shuangsui(...args: string[]): string {
  const main = join(import.meta.dirname, "..", "..", "packages", "cli", "src", "main.ts");
  const env = { ...process.env, SHUANGSUI_DATA: options.dataDir };
  return execFileSync(process.execPath, [main, ...args], { encoding: "utf8", env });
}

it("lets an authority work that an operator adds while all services run (articles 34, 35)", async () => {
  const town = {
    ...{ code: "533181", parent: "533102", level: "township", name: "畹町经济开发区建设局", short: "畹町" },
    english: { name: "Wanding Development Zone Bureau of Construction", short: "Wanding" },
  };
  const { registry, inspection } = stack.endpoints;
  const at = (code: string) => personAt(registry, stack.people, code).at(api.registry);
  // Given nobody has a token for it.
  await expect(at(town.code).getProjects()).rejects.toThrow("identity gave no token");
  // When it is added to the file, and the file kept in all services
  writeFileSync(join(options.dataDir, "authorities.json"), JSON.stringify([...sampleAuthorities, town]));
  expect(shuangsui("authorities")).toBe("kept in console, disclosure, identity, inspection, registry\n");
  // Then its people get tokens, register, and plan; its county sees that, and nobody beside it.
  await vi.waitFor(() => stack.people.tokenFor({ authority: town.code, actor: "official-1" }));
  const body = {
    ...{ code: "530181202602020001", name: "畹町口岸扩建工程", address: "畹町镇", permits: [] },
    ...{ leadName: "线某", basicFacts: "框架结构", contactName: "岳某", contactPhone: "17900000001" },
    builderCreditCode: null,
  };
  const { id: ref } = await at(town.code).postProjects({ body });
  const params = { ref };
  expect(await at("533102").getProjectsByRef({ params })).toMatchObject({ authority: town.code });
  await expect(at("533103").getProjectsByRef({ params })).rejects.toMatchObject({ code: "not-found" });
  const planner = personAt(inspection, stack.people, town.code).at(api.inspection);
  expect(await planner.getPlans()).toMatchObject({ items: [] });
});

it(
  "goes on by itself after kill -9 of a service, a worker, the database and the engine",
  { timeout: 90_000 },
  async () => {
    const before = running();
    for (const name of ["inspection", "inspection-worker", "postgres", "temporal"]) {
      process.kill(before.get(name) ?? Number.NaN, "SIGKILL");
    }
    await vi.waitFor(
      async () => {
        for (const name of ["inspection", "inspection-worker", "postgres", "temporal"]) {
          expect(stack.supervisor.restartsOf(name)).toBeGreaterThan(0);
        }
        expect([...running().keys()]).toEqual(names);
        for (const url of [stack.endpoints.registry, stack.endpoints.inspection])
          expect(await ready(url)).toBe(200);
      },
      { timeout: 60_000, interval: 250 },
    );
  },
);

it("takes no more requests of an address in a minute than it is told to, at any port", async () => {
  const { console, identity, registry, inspection, disclosure, portal, inspected } = stack.endpoints;
  for (const url of [console, identity, registry, inspection, disclosure, portal, inspected]) {
    const statuses = new Set<number>();
    for (let asked = 0; asked < 101; asked += 1) {
      const response = await fetch(new URL("/nowhere", url), { redirect: "manual" });
      await response.body?.cancel();
      statuses.add(response.status);
    }
    expect([url, statuses.has(429)]).toEqual([url, true]);
    expect(await ready(url)).toBe(200);
  }
});

it("makes no second administrator where there is one", async () => {
  expect(lines.filter((line) => line.startsWith("first administrator: "))).toHaveLength(1);
  const log = join(options.dataDir, "logs", "migrations.log");
  expect(await firstAdministrator(stack.databaseUrls.identity.app, log)).toEqual([]);
});

it(
  "leaves no process behind; the next start goes on at the same addresses and time, without a provider of its own where another is named",
  { timeout: 120_000 },
  async () => {
    const { endpoints } = stack;
    const [pids, at] = [[...running().values()], await stack.clock?.now()];
    await stack.stop();
    expect(pids.filter((pid) => bornAt(pid) !== undefined)).toEqual([]);

    stack = await startStack({ ...options, issuerUrl: "https://identity.example" });
    expect([...running().keys()]).toEqual(names.filter((name) => name !== "identity"));
    expect(stack.endpoints).toEqual({ ...endpoints, identity: "https://identity.example" });
    const passed = ((await stack.clock?.now())?.getTime() ?? 0) - (at?.getTime() ?? 0);
    expect(passed).toBeGreaterThan(0);
    expect(passed).toBeLessThan(3_600_000 * 60);
  },
);
