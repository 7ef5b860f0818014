import { randomUUID } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migratedDatabase, type FreshDatabase } from "../../../infra/embedded/test-database.ts";
import { startIssuer, type TestIssuer } from "../../../packages/service-kit/src/testing/issuer.ts";
import { makeCreditCode } from "../../../infra/sample/codes.ts";
import { migrations } from "./migrations/index.ts";

let fresh: FreshDatabase;
let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startIssuer();
  fresh = await migratedDatabase({ registry: migrations });
});
afterAll(async () => {
  await fresh.drop();
  await issuer.close();
});

function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, [`${import.meta.dirname}/main.ts`], {
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
      PORT: "0",
      DATABASE_URL: fresh.urls.registry.app,
      ISSUER_URL: issuer.url,
      TEMPORAL_ADDRESS: "127.0.0.1:9",
      PAYLOAD_KEY: "cd".repeat(32),
      ...environment,
    },
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  createInterface({ input: child.stderr }).on("line", (line) => lines.push(line));
  return { child, lines };
}

test("as a process it says where it listens, serves, keeps persons out of its log, and ends when asked", async () => {
  const { child, lines } = start({ FIELD_KEY: "ab".repeat(32) });
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const entry = JSON.parse(line) as { msg: string; port?: number };
      if (entry.msg === "listening" && entry.port !== undefined) resolve(entry.port);
    });
    child.on("exit", () => reject(new Error(lines.join("\n"))));
  });
  const base = `http://127.0.0.1:${port}`;
  expect(await (await fetch(`${base}/health/ready`)).json()).toMatchObject({ status: "ready" });

  const token = await issuer.tokenFor({ authority: "533103", actor: "official-1" });
  const headers = { authorization: `Bearer ${token}`, "content-type": "text/csv" };
  const header = "creditCode,name,address,legalRepresentative,category,contactName,contactPhone\n";
  const good = `${makeCreditCode("533103", 1)},甲公司,芒市,刀某某,builder,岳某某,17900000001\n`;
  const send = async (body: string) => {
    const response = await fetch(`${base}/api/v1/imports?register=entities`, {
      method: "POST",
      headers: { ...headers, "idempotency-key": randomUUID() },
      body,
    });
    return { status: response.status, body: (await response.json()) as { state?: string; code?: string } };
  };
  // A refusal in the midst of an upload reaches the client, and the connection goes on.
  expect(await send("z".repeat(257 * 1024 * 1024))).toMatchObject({
    status: 413,
    body: { code: "import/too-large" },
  });
  // The engine is away: the worker will hear of it.
  expect(await send(header + good)).toMatchObject({ status: 202, body: { state: "reading" } });

  const exited = once(child, "exit");
  child.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
  const log = lines.join("\n");
  expect(log).toContain("/api/v1/imports");
  for (const personal of ["17900000001", "刀某某", "岳某某"]) expect(log).not.toContain(personal);
});

test("without its key it says so and does not start", async () => {
  const { child, lines } = start({});
  expect(await once(child, "exit")).toEqual([78, null]);
  expect(lines.join("\n")).toContain("setting FIELD_KEY");
});
