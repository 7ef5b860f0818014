import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp, typed, type App } from "./app.ts";
import { createLogger } from "./logger.ts";

let app: App;
let url: string;
beforeAll(async () => {
  app = await createApp({ name: "test", title: "test", logger: createLogger("test", "silent"), ready: {} });
  const open = { config: { action: "public" } } as const;
  const answer = async () => ({ here: true });
  app.get("/draws/:id", open, answer);
  app.put("/draws/:id", open, answer);
  app.post("/draws/:id/files", open, answer);
  await app.register(async (part) => {
    typed(part).get("/pages/*", open, answer);
  });
  url = await app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => app.close());

async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  const response = await fetch(new URL(path, url), {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    allow: response.headers.get("allow"),
    code: text === "" ? undefined : (JSON.parse(text) as { code?: string }).code,
    id: response.headers.get("x-request-id"),
  };
}
const refused = (allow: string) => ({
  status: 405,
  allow,
  code: "method/not-allowed",
  id: expect.stringMatching(/^[0-9a-f-]{36}$/),
});
const nothing = { status: 404, allow: null, code: "not-found" };

describe("a path that has routes", () => {
  it.each(["DELETE", "POST", "OPTIONS", "PROPFIND", "QUERY"])(
    "answers %s with the methods that it has",
    async (method) => {
      expect(await ask(method, "/draws/d21?x=1")).toEqual(refused("GET, HEAD, PUT"));
    },
  );

  it("answers so whatever the body is that came with it", async () => {
    const xml = { "content-type": "text/xml" };
    expect(await ask("PUT", "/draws/d21/files", xml, "<x/>")).toEqual(refused("POST"));
    expect(await ask("QUERY", "/draws/d21", xml, "<x/>")).toEqual(refused("GET, HEAD, PUT"));
  });

  it("is known however it is written", async () => {
    expect(await ask("DELETE", "/dr%61ws/%E8%8A%92")).toEqual(refused("GET, HEAD, PUT"));
    expect(await ask("DELETE", "/draws/a%2Fb/files")).toEqual(refused("POST"));
    expect(await ask("DELETE", "/health/live")).toEqual(refused("GET, HEAD"));
  });

  it("still takes its own methods", async () => {
    expect((await ask("PUT", "/draws/d21")).status).toBe(200);
    expect((await ask("HEAD", "/draws/d21")).status).toBe(200);
  });
});

describe("a path that has none", () => {
  it.each([
    ["GET", "/draws"],
    ["GET", "/draws/d21/files/more"],
    ["QUERY", "/nowhere"],
    ["PUT", "/pages/one"],
    ["GET", `/draws/${"x".repeat(300)}`],
    ["DELETE", "/draws/%zz"],
  ])("is not found: %s %s", async (method, path) => {
    expect(await ask(method, path)).toMatchObject(nothing);
  });

  it("is not found whatever the body is that came with it", async () => {
    expect(await ask("POST", "/nowhere", { "content-type": "text/xml" }, "<x/>")).toMatchObject(nothing);
  });
});
