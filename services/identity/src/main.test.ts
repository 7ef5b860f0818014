import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connected } from "../../../infra/embedded/database.ts";
import { freePort } from "../../../infra/embedded/ports.ts";
import { migratedDatabase, type FreshDatabase } from "../../../infra/embedded/test-database.ts";
import { migrations } from "./migrations/index.ts";

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await migratedDatabase({ identity: migrations });
});
afterAll(() => fresh.drop());
beforeEach(() => connected(fresh.superUrl, (database) => database.query("delete from identity.account")));

const random = () => randomBytes(32).toString("hex");
const clientsWith = (secret: string) => JSON.stringify([{ id: "registry", secret, service: true }]);

/** Settings with which production starts, unless some are changed. */
const settings = (changed: Record<string, string> = {}) => ({
  PATH: process.env["PATH"] ?? "",
  NODE_ENV: "production",
  HOST: "127.0.0.1",
  PORT: "0",
  DATABASE_URL: fresh.urls.identity.app,
  ISSUER: "https://identity.example",
  FIELD_KEY: random(),
  CLIENTS: clientsWith(random()),
  ...changed,
});

/** Runs a program of the service to its end, or until it listens. */
async function run(program: string, environment: Record<string, string>) {
  const child = spawn(process.execPath, [join(import.meta.dirname, program)], {
    env: { NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"], ...environment },
  });
  const lines: string[] = [];
  const ended = once(child, "close");
  const listens = new Promise<"listening">((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        if (line.includes('"msg":"listening"')) resolve("listening");
      });
  });
  const outcome = await Promise.race([listens, ended.then(() => child.exitCode)]);
  return {
    outcome,
    said: () => lines.join("\n"),
    async end() {
      child.kill("SIGTERM");
      await ended;
      return child.exitCode;
    },
  };
}

describe("in production it", { timeout: 90_000 }, () => {
  it("starts behind TLS, with secrets drawn at random, and ends when asked", async () => {
    const running = await run("main.ts", settings());
    expect(running.outcome, running.said()).toBe("listening");
    expect(await running.end()).toBe(0);
  });

  it("does not start with demonstration accounts, and says so", async () => {
    const { outcome, said } = await run("main.ts", settings({ DEMO_ACCOUNTS: "true" }));
    expect(outcome).toBe(78);
    expect(said()).toContain("setting DEMO_ACCOUNTS: production takes no demonstration accounts");
  });

  it("does not start over a database that has demonstration accounts", async () => {
    const port = await freePort();
    const trial = await run(
      "main.ts",
      settings({
        NODE_ENV: "development",
        DEMO_ACCOUNTS: "true",
        ISSUER: `http://127.0.0.1:${port}`,
        PORT: String(port),
      }),
    );
    expect(trial.outcome, trial.said()).toBe("listening");
    await trial.end();
    const { outcome, said } = await run("main.ts", settings());
    expect(outcome).toBe(78);
    expect(said()).toContain("demonstration accounts");
  });

  it("gives nobody an operator's token where no secret is set", async () => {
    const port = await freePort();
    const running = await run("main.ts", settings({ PORT: String(port) }));
    expect(running.outcome, running.said()).toBe("listening");
    const response = await fetch(`http://127.0.0.1:${port}/operator/tokens`, { method: "POST" });
    expect(response.status).toBe(404);
    await running.end();
  });
});

describe("the first administrator", { timeout: 90_000 }, () => {
  const environment = () => ({ PATH: process.env["PATH"] ?? "", DATABASE_URL: fresh.urls.identity.app });

  it("is made where there is no account, and its password is printed once", async () => {
    const first = await run("first-administrator.ts", environment());
    expect(first.outcome).toBe(0);
    expect(first.said()).toMatch(/^first administrator: administrator, password [\w-]{20} \(/);
    const second = await run("first-administrator.ts", environment());
    expect({ outcome: second.outcome, said: second.said() }).toEqual({ outcome: 0, said: "" });
    const { rows } = await connected(fresh.superUrl, (database) =>
      database.query("select authority, roles, password_is_initial from identity.account"),
    );
    expect(rows).toEqual([{ authority: "533100", roles: ["administrator"], password_is_initial: true }]);
  });

  it("is one where two start at once", async () => {
    const both = await Promise.all([1, 2].map(() => run("first-administrator.ts", environment())));
    expect(both.filter((one) => one.said() !== "")).toHaveLength(1);
  });
});
