import { Validator } from "@seriousme/openapi-schema-validator";
import { databaseClock } from "@shuangsui/clock";
import { createSealer, sealingKeys } from "@shuangsui/sealing";
import { createLogger, migrate, openDatabase, tokenVerifier, type App } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createConsoleApp } from "../../services/console/src/app.ts";
import { migrations as consoleMigrations } from "../../services/console/src/migrations/index.ts";
import type { Tables as ConsoleTables } from "../../services/console/src/tables.ts";
import { createDisclosureApp } from "../../services/disclosure/src/app.ts";
import { migrations as disclosureMigrations } from "../../services/disclosure/src/migrations/index.ts";
import { inspectionClient } from "../../services/disclosure/src/neighbours/inspection.ts";
import type { Tables as DisclosureTables } from "../../services/disclosure/src/tables.ts";
import { createInspectionApp } from "../../services/inspection/src/app.ts";
import { migrations as inspectionMigrations } from "../../services/inspection/src/migrations/index.ts";
import { registryClient } from "../../services/inspection/src/neighbours/registry.ts";
import type { Tables as InspectionTables } from "../../services/inspection/src/tables.ts";
import { createRegistryApp } from "../../services/registry/src/app.ts";
import { migrations as registryMigrations } from "../../services/registry/src/migrations/index.ts";
import type { Tables as RegistryTables } from "../../services/registry/src/tables.ts";
import { freshDatabase, type FreshDatabase } from "../embedded/test-database.ts";

const logger = createLogger("test", "silent");
const nowhere = "http://127.0.0.1:1";
const tokens = tokenVerifier(nowhere);
const elsewhere = { baseUrl: nowhere, credentials: { token: async () => "none" } };
let fresh: FreshDatabase;
const closing: (() => Promise<void>)[] = [];
const apps: Record<string, App> = {};

beforeAll(async () => {
  fresh = await freshDatabase();
  const { urls } = fresh;
  await Promise.all([
    migrate(urls.registry.owner, "registry", registryMigrations),
    migrate(urls.inspection.owner, "inspection", inspectionMigrations),
    migrate(urls.disclosure.owner, "disclosure", disclosureMigrations),
    migrate(urls.console.owner, "console", consoleMigrations),
  ]);
  const registry = openDatabase<RegistryTables>(urls.registry.app, { logger });
  const inspection = openDatabase<InspectionTables>(urls.inspection.app, { logger });
  const disclosure = openDatabase<DisclosureTables>(urls.disclosure.app, { logger });
  closing.push(registry.close, inspection.close, disclosure.close);
  const clock = databaseClock(registry.plain, "database");
  const nobody = async () => {};
  const engine = { tell: nobody, decide: nobody, refresh: nobody };
  const keys = sealingKeys.parse("ab".repeat(32));
  apps["registry"] = await createRegistryApp({ database: registry, clock, logger, tokens, keys });
  apps["inspection"] = await createInspectionApp({
    frame: { database: inspection, clock, logger, engine },
    ping: () => inspection.ping(),
    registry: registryClient(elsewhere),
    tokens,
    sealer: createSealer(keys),
    destinations: { allowLoopback: false },
  });
  apps["disclosure"] = await createDisclosureApp({
    frame: { database: disclosure, clock, logger, engine },
    ping: () => disclosure.ping(),
    startLater: nobody,
    inspection: inspectionClient(elsewhere),
    tokens,
  });
  const consoleDatabase = openDatabase<ConsoleTables>(urls.console.app, { logger });
  closing.push(consoleDatabase.close);
  apps["console"] = await createConsoleApp({
    logger,
    database: consoleDatabase,
    sealer: createSealer(keys),
    verifier: tokens,
    client: { issuer: nowhere, clientId: "console", clientSecret: "none" },
    consoleUrl: "http://127.0.0.1:9",
    inspectionUrl: nowhere,
    disclosureUrl: "http://portal",
  });
});
afterAll(async () => {
  await Promise.all(Object.values(apps).map((app) => app.close()));
  await Promise.all(closing.map((close) => close()));
  await fresh.drop();
});

const parameter = z.object({ in: z.string(), name: z.string(), required: z.boolean().optional() });
const operation = z.object({
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()).optional() })),
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
});
type Operation = z.infer<typeof operation> & { method: string; path: string };

/** A service's document, and the operations in it. */
async function read(name: string) {
  const response = await apps[name]?.inject("/openapi.json");
  const document: Record<string, unknown> = response?.json() ?? {};
  const paths = z.record(z.string(), z.record(z.string(), operation)).parse(document["paths"]);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]): Operation => ({ ...one, method, path })),
  );
  return { document, operations };
}
const headersOf = ({ parameters }: Operation) =>
  parameters.filter((one) => one.in === "header").map(({ name, required = false }) => ({ name, required }));

describe.each(["registry", "inspection", "disclosure", "console"])("the document of %s", (name) => {
  it("is OpenAPI 3.1", async () => {
    const { document } = await read(name);
    expect(document["openapi"]).toBe("3.1.0");
    expect(await new Validator().validate(document)).toMatchObject({ valid: true });
  });

  it("says of each operation what it answers when it refuses, and of each that writes what it reads", async () => {
    const { operations } = await read(name);
    for (const one of operations) {
      const form = name === "console" ? "text/html" : "application/problem+json";
      for (const status of ["4XX", "5XX"])
        expect(Object.keys(one.responses[status]?.content ?? {}), `${one.method} ${one.path}`).toEqual([
          form,
        ]);
      expect(Object.keys(one.responses).some((status) => status.startsWith("2"))).toBe(true);
      if (["post", "put", "patch"].includes(one.method))
        expect(one.requestBody?.content, `${one.method} ${one.path}`).toBeDefined();
    }
  });

  it("says truly who must show a token: whoever writes, and whoever reads what is not public", async () => {
    const { operations } = await read(name);
    for (const { method, path, security } of operations) {
      const asked = { url: filled(path), query: queryOf(path) };
      const response = await apps[name]?.inject({ method: methodOf(method), ...asked });
      const expected = security.length > 0 ? [401] : method === "get" ? [200, 404, 503] : [];
      expect(expected, `${method} ${path}`).toContain(response?.statusCode);
    }
  });

  it("says truly which methods there are: a path refuses the others and names its own", async () => {
    const { operations } = await read(name);
    const url = await apps[name]?.listen({ host: "127.0.0.1", port: 0 });
    const methodsAt = Map.groupBy(operations, ({ path }) => path);
    for (const [path, its] of methodsAt) {
      const taken = new Set(
        its.flatMap(({ method }) => (method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()])),
      );
      for (const method of ["QUERY", "DELETE"].filter((one) => !taken.has(one))) {
        const response = await fetch(new URL(filled(path), url), { method });
        expect(response.status, `${method} ${path}`).toBe(405);
        // What is at `/items/by-codes` is also a `/items/{ref}`, so there may be more.
        expect(response.headers.get("allow")?.split(", ")).toEqual(expect.arrayContaining([...taken]));
        expect(await response.json()).toMatchObject({ code: "method/not-allowed" });
      }
    }
    for (const method of ["QUERY", "DELETE"])
      expect((await fetch(new URL("/api/v1/nowhere", url), { method })).status).toBe(404);
  });

  it("says truly which commands need an Idempotency-Key", async () => {
    const { operations } = await read(name);
    const posts = operations.filter(
      (one) => one.method === "post" && /\/commands\/|^\/api\/v1\/plans/.test(one.path),
    );
    for (const one of posts)
      expect(headersOf(one), one.path).toEqual([{ name: "idempotency-key", required: true }]);
  });
});

it("an import's document names the files that it takes", async () => {
  const { operations } = await read("registry");
  const one = operations.find(({ path }) => path === "/api/v1/imports/{kind}");
  expect(Object.keys(one?.requestBody?.content ?? {})).toEqual(["text/csv", "application/json"]);
  expect(one && headersOf(one)).toEqual([{ name: "idempotency-key", required: false }]);
});

const methodOf = (method: string) =>
  z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).parse(method.toUpperCase());

/** An address with something in each place that its schema accepts. */
function filled(path: string): string {
  return path
    .replace("{file}", "commitment.json")
    .replace("{code}", "T000001")
    .replace("{kind}", "entity")
    .replaceAll(/\{(\w+)\}/g, "01890a5d-ac96-774b-bcce-b302099a8057");
}

function queryOf(path: string): Record<string, string> {
  if (path.endsWith("/snapshot/targets")) return { kind: "entity" };
  if (path.endsWith("/calendar/explain")) return { authority: "533103", after: "2026-12-07", workdays: "5" };
  return path.endsWith("/by-codes") ? { codes: "I1" } : {};
}
