import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createApp, type App } from "./app.ts";
import { createLogger } from "./logger.ts";

const started = () =>
  createApp({ name: "test", title: "test", logger: createLogger("test", "silent"), ready: {} });
let app: App;
let written: unknown[];
const config = { action: "public" } as const;
beforeAll(async () => {
  app = await started();
  const body = z.strictObject({
    name: z.string(),
    parts: z.array(z.strictObject({ a: z.string() })).optional(),
  });
  app.post("/entries", { config, schema: { body } }, async (request) => {
    written.push(request.body);
    return {};
  });
  app.get(
    "/entries",
    { config, schema: { querystring: z.strictObject({ limit: z.string().optional() }) } },
    async () => ({}),
  );
  app.delete("/entries", { config }, async () => {
    written.push("deleted");
    return {};
  });
});
afterAll(() => app.close());

const ask = async (method: "GET" | "POST" | "DELETE", url: string, payload?: string) => {
  written = [];
  const headers = payload === undefined ? {} : { "content-type": "application/json" };
  const response = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: response.statusCode, code: response.json<{ code?: string }>().code, written };
};
const refused = { status: 422, code: "body/invalid", written: [] };

describe("what a route does not know is refused, and nothing is done", () => {
  it.each([
    ["POST", "/entries?dryRun=true", '{"name":"甲"}'],
    ["POST", "/entries", '{"name":"甲","extra":1}'],
    ["POST", "/entries", '{"name":"甲","parts":[{"a":"1","b":"2"}]}'],
    ["POST", "/entries", '{"name":"甲","name":"乙"}'],
    ["POST", "/entries", '{"name":"甲","parts":[{"a":"1","\\u0061":"2"}]}'],
    ["GET", "/entries?limits=1", undefined],
    ["GET", "/entries?limit=1&limit=2", undefined],
    ["DELETE", "/entries?dryRun=true", undefined],
    ["GET", "/health/live?deep=true", undefined],
  ] as const)("%s %s %s", async (method, url, payload) => {
    expect(await ask(method, url, payload)).toEqual(refused);
  });

  it("what it knows is taken, the same name in another object too", async () => {
    const body = { name: "甲", parts: [{ a: "1" }, { a: '\\"name":' }] };
    expect(await ask("POST", "/entries", JSON.stringify(body))).toMatchObject({
      status: 200,
      written: [body],
    });
    expect(await ask("GET", "/entries?limit=1")).toMatchObject({ status: 200 });
  });
});

it.each([
  ["parameters", { querystring: z.object({ a: z.string() }) }],
  ["a body", { body: z.object({ a: z.string() }) }],
  ["a part of a body", { body: z.strictObject({ list: z.array(z.object({})).optional() }) }],
  ["one of several bodies", { body: z.union([z.strictObject({}), z.object({ a: z.string() })]) }],
])("no service starts with a route that would ignore %s", async (_, schema) => {
  const other = await started();
  expect(() => other.post("/open", { schema }, async () => ({}))).toThrow(TypeError);
  await other.close();
});
