import { importView, type ImportView } from "@shuangsui/contracts";
import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { registryWorkerFlags } from "../../../../infra/embedded/programs.ts";
import { workflowBundles } from "../../../../infra/embedded/temporal-binaries.ts";
import { migratedDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { startEngine, type TestEnvironment } from "../../../../infra/embedded/test-engine.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startIssuer, type TestIssuer } from "../../../../packages/service-kit/src/testing/issuer.ts";
import { recordHistory } from "../../../../workflows/histories/record.ts";
import { migrations } from "../migrations/index.ts";
import { fieldKey } from "../testing/service.ts";

const header = "统一社会信用代码,名称,地址,法定代表人,类别,联系人,联系电话";
const line = (serial: number, phone = "17900000001") =>
  `${makeCreditCode("533103", serial)},芒市第${serial}建筑工程有限公司,芒市勐焕街道,刀某,建筑施工企业,岳某,${phone}`;
const lines = (from: number, count: number) => Array.from({ length: count }, (_, i) => line(from + i));
const csv = (rows: readonly string[]) => `${[header, ...rows].join("\n")}\n`;

let issuer: TestIssuer;
let fresh: FreshDatabase;
let environment: TestEnvironment;
const children = new Map<"main" | "worker", ChildProcess>();
let url = "";

/** Starts the service or its worker as a process, and waits until it says that it listens. */
async function start(program: "main" | "worker"): Promise<void> {
  const flags = program === "worker" ? registryWorkerFlags : [];
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, "..", `${program}.ts`)], {
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
      WORKFLOW_BUNDLES: workflowBundles,
      HOST: "127.0.0.1",
      PORT: "0",
      DATABASE_URL: fresh.urls.registry.app,
      ISSUER_URL: issuer.url,
      FIELD_KEY: fieldKey,
      TEMPORAL_ADDRESS: environment.address,
      // What tests read the engine by.
      PAYLOAD_KEY: `test:${"aa11bb22cc33dd44ee55ff66".repeat(2)}aa11bb22cc33dd44`,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.set(program, child);
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (text) => {
      const said = JSON.parse(text) as { msg?: string; port?: number };
      if (said.msg !== "listening") return;
      if (said.port !== undefined) url = `http://127.0.0.1:${said.port}`;
      resolve();
    });
    child.on("exit", (code) => reject(new Error(`${program} ended with ${code}`)));
  });
}

/** Ends it as a failing machine would. */
async function kill(program: "main" | "worker"): Promise<void> {
  const child = children.get(program);
  children.delete(program);
  const gone = child === undefined ? undefined : once(child, "exit");
  child?.kill("SIGKILL");
  await gone;
}

beforeAll(async () => {
  [issuer, fresh] = [await startIssuer(), await migratedDatabase({ registry: migrations })];
  ({ environment } = await startEngine("development", new Date()));
  await Promise.all([start("main"), start("worker")]);
}, 120_000);
afterAll(async () => {
  await Promise.all([kill("main"), kill("worker")]);
  await environment.teardown();
  await fresh.drop();
  await issuer.close();
});

async function ask(method: "GET" | "POST", path: string, body?: string, type = "application/json") {
  const authorization = `Bearer ${await issuer.tokenFor({ authority: "533103", actor: "clerk" })}`;
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      authorization,
      ...(body === undefined ? {} : { "content-type": type, "idempotency-key": randomUUID() }),
    },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const seen = async (id: string) => importView.parse((await ask("GET", `/api/v1/imports/${id}`)).body);
const reached = (id: string, wanted: (job: ImportView) => boolean) => until(() => seen(id), wanted, 2_400);
const ended = (id: string) => reached(id, ({ endedAt }) => endedAt !== null);
async function upload(rows: readonly string[], query = ""): Promise<string> {
  const { status, body } = await ask(
    "POST",
    `/api/v1/imports?register=entities${query}`,
    csv(rows),
    "text/csv",
  );
  expect([status, body["state"]]).toEqual([202, "reading"]);
  return importView.parse(body).id;
}
/** How many entities and versions there are, past the row security. */
const written = () =>
  connected(fresh.superUrl, async (client) => {
    const { rows } = await client.query<{ entities: number; versions: number }>(
      "select (select count(*)::int from registry.entity) as entities, (select count(*)::int from registry.version) as versions",
    );
    return rows[0];
  });

describe("an import (articles 10, 15)", () => {
  test("is answered at once, read, shown and, when somebody says so, applied; the same again changes nothing", async () => {
    const rows = lines(1, 30);
    const id = await upload(rows);
    const checked = await reached(id, ({ state }) => state === "checked");
    expect(checked).toMatchObject({ counts: { created: 30, changed: 0, unchanged: 0, refused: 0 } });
    expect(await written()).toEqual({ entities: 0, versions: 0 });
    expect((await ask("POST", `/api/v1/imports/${id}/apply`, '{"mode":"all"}')).status).toBe(202);
    expect(await ended(id)).toMatchObject({ state: "applied", counts: { created: 30 } });
    await recordHistory(environment.client.workflow.getHandle(`import/${id}`), "import-applied");
    const again = await ended(await upload(rows, "&apply=all"));
    expect(again).toMatchObject({ state: "applied", counts: { created: 0, unchanged: 30, refused: 0 } });
    expect(await written()).toEqual({ entities: 30, versions: 30 });
  }, 120_000);

  test("that waits may be cancelled; then it is over, and nothing is written", async () => {
    const id = await upload(lines(100, 3));
    await reached(id, ({ state }) => state === "checked");
    const before = await written();
    expect((await ask("POST", `/api/v1/imports/${id}/cancel`, "{}")).status).toBe(200);
    const applied = await ask("POST", `/api/v1/imports/${id}/apply`, '{"mode":"all"}');
    expect(applied).toMatchObject({ status: 409, body: { code: "import/wrong-state" } });
    expect(await written()).toEqual(before);
  }, 120_000);
});

describe("an import whose service and worker are killed while it is applied", () => {
  test.each(["all", "rows"] as const)(
    "goes on where it was and writes each row once: %s",
    async (mode) => {
      const before = await written();
      const from = mode === "all" ? 10_000 : 20_000;
      const id = await upload(lines(from, 6_000), `&apply=${mode}`);
      await reached(id, ({ state }) => state === "applying");
      await Promise.all([kill("main"), kill("worker")]);
      const meanwhile = await written();
      // It was in the midst of it.
      expect(meanwhile?.entities).toBeLessThan((before?.entities ?? 0) + 6_000);
      await Promise.all([start("main"), start("worker")]);
      expect(await ended(id)).toMatchObject({ state: "applied", counts: { created: 6_000, refused: 0 } });
      expect(await written()).toEqual({
        entities: (before?.entities ?? 0) + 6_000,
        versions: (before?.versions ?? 0) + 6_000,
      });
    },
    240_000,
  );
});
