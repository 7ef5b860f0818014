import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { startConsole, type TestConsole } from "../testing/console.ts";

type Asked = {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  sha256: string;
};
const asked: Asked[] = [];
let answer: (response: ServerResponse) => void;
let pages: TestConsole;
let url: string;
let cookie: string;

const service = createServer((request, response) => {
  const hash = createHash("sha256");
  request.on("data", (chunk: Buffer) => hash.update(chunk));
  request.on("end", () => {
    const { method, url, headers } = request;
    asked.push({ method, url, headers, sha256: hash.digest("hex") });
    answer(response);
  });
});

beforeAll(async () => {
  await once(service.listen(0, "127.0.0.1"), "listening");
  const address = service.address();
  const at = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  pages = await startConsole({
    inspectionUrl: at,
    gateway: { registry: at, inspection: at, disclosure: at, identity: at },
  });
  url = await pages.app.listen({ host: "127.0.0.1", port: 0 });
  cookie = await pages.cookieOf({ authority: "533103", actor: "official-4", roles: ["planner"] });
});
afterAll(async () => {
  await pages.close();
  service.closeAllConnections();
  service.close();
});
beforeEach(() => {
  asked.length = 0;
  answer = (response) => response.writeHead(200, { "content-type": "application/json" }).end("{}");
});

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${url}${path}`, { ...init, headers: { cookie, "sec-fetch-site": "same-origin", ...init.headers } });

describe("a call of a page through the console", () => {
  it("reaches the service in the name of whoever is signed in, with no cookie, and brings no token back", async () => {
    answer = (response) =>
      response
        .writeHead(200, {
          "content-type": "application/json",
          etag: '"7"',
          "set-cookie": "a=b",
          "x-own": "1",
        })
        .end('{"items":[]}');
    const response = await call("/api/inspection/api/v1/plans?limit=5", {
      headers: { "if-none-match": '"6"' },
    });
    expect(await response.json()).toEqual({ items: [] });
    expect(asked).toMatchObject([{ method: "GET", url: "/api/v1/plans?limit=5" }]);
    const { authorization, cookie: passed } = asked[0]?.headers ?? {};
    expect(authorization).toMatch(/^Bearer ey/);
    expect(passed).toBeUndefined();
    expect(asked[0]?.headers["if-none-match"]).toBe('"6"');
    expect(response.headers.get("etag")).toBe('"7"');
    expect(response.headers.get("cache-control")).toBe("no-store");
    for (const name of ["set-cookie", "x-own", "authorization"])
      expect(response.headers.get(name)).toBeNull();
    expect(JSON.stringify([...response.headers])).not.toContain(authorization?.slice(7, 60) ?? "none");
  });

  it("takes a file through as it comes, with its key and media type", async () => {
    const file = Buffer.alloc(3_000_000, "列");
    await call("/api/registry/api/v1/imports/entities", {
      method: "POST",
      body: file,
      headers: { "content-type": "text/csv", "idempotency-key": "00000000-0000-4000-8000-000000000001" },
    });
    expect(asked).toMatchObject([
      {
        method: "POST",
        sha256: createHash("sha256").update(file).digest("hex"),
        headers: { "content-type": "text/csv", "idempotency-key": "00000000-0000-4000-8000-000000000001" },
      },
    ]);
  });

  it("gives a long answer packed to whoever takes it so, and the same to whoever does not", async () => {
    const items = JSON.stringify({ items: Array.from({ length: 500 }, (_, index) => ({ index })) });
    answer = (response) =>
      response
        .writeHead(200, { "content-type": "application/json; charset=utf-8", "content-length": items.length })
        .end(items);
    const encodings = await Promise.all(
      ["gzip", "identity"].map(async (accepted) => {
        const response = await call("/api/inspection/api/v1/plans", {
          headers: { "accept-encoding": accepted },
        });
        expect(await response.text()).toBe(items);
        return response.headers.get("content-encoding");
      }),
    );
    expect(encodings).toEqual(["gzip", null]);
  });

  it("gives a refusal as the service gave it", async () => {
    answer = (response) =>
      response
        .writeHead(409, { "content-type": "application/problem+json" })
        .end('{"code":"inspection/wrong-state"}');
    const response = await call("/api/inspection/api/v1/x", { method: "POST" });
    expect(response.status).toBe(409);
    expect(await response.json()).toEqual({ code: "inspection/wrong-state" });
  });

  it("knows at once that a stream of events is open, and ends it with its reader", async () => {
    let ended = false;
    answer = (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      response.on("close", () => (ended = true));
    };
    const reading = new AbortController();
    const response = await call("/api/inspection/api/v1/events?after=latest", {
      headers: { accept: "text/event-stream" },
      signal: reading.signal,
    });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    reading.abort();
    await expect.poll(() => ended).toBe(true);
  });

  it("is made for whoever opened the page alone: what was typed before another signed in goes out in no other's name", async () => {
    const send = (by: string) =>
      call("/api/inspection/api/v1/plans", { method: "POST", body: "{}", headers: { "x-opened-by": by } });
    const refused = await send("official-5");
    expect({ status: refused.status, body: await refused.json() }).toMatchObject({
      status: 409,
      body: { code: "caller/other-person" },
    });
    expect(asked).toEqual([]);
    expect((await send("official-4")).status).toBe(200);
    expect(asked).toHaveLength(1);
  });

  it("by which an account is changed has that person's tokens renewed before anything else is asked by them, and nobody else's", async () => {
    const [changed, untouched] = [randomUUID(), randomUUID()];
    // Whose provider gives no other tokens: as where the account was disabled.
    const [theirs, other] = await Promise.all([changed, untouched].map((actor) => pages.cookieOf({ actor })));
    const statusOf = async (whose = "") => (await call("/session", { headers: { cookie: whose } })).status;
    const change = () =>
      call(`/api/identity/api/v1/accounts/${changed}`, { method: "PATCH", body: '{"roles":["officer"]}' });
    answer = (response) => response.writeHead(409, { "content-type": "application/json" }).end("{}");
    expect((await change()).status).toBe(409);
    expect(await statusOf(theirs)).toBe(200);
    answer = (response) => response.writeHead(200, { "content-type": "application/json" }).end("{}");
    expect((await change()).status).toBe(200);
    expect(await Promise.all([theirs, other].map(statusOf))).toEqual([401, 200]);
  });

  it("by which an account is reset tells what identity answered, also where that can't be noted, which is made up for", async () => {
    const reset = randomUUID();
    const theirs = await pages.cookieOf({ actor: reset });
    const statusOf = async () => (await call("/session", { headers: { cookie: theirs } })).status;
    const permit = (sql: string) => connected(pages.fresh.superUrl, (database) => database.query(sql));
    answer = (response) =>
      response.writeHead(200, { "content-type": "application/json" }).end('{"password":"once"}');
    await permit("revoke update on console.session from console");
    const told = await call(`/api/identity/api/v1/accounts/${reset}/reset`, { method: "POST", body: "{}" });
    expect([told.status, await told.json()]).toEqual([200, { password: "once" }]);
    // Meanwhile nothing is asked by the old rights.
    expect(await statusOf()).toBe(500);
    await permit("grant update on console.session to console");
    expect(await statusOf()).toBe(401);
  });

  it.each([
    ["nobody who is signed in", "/api/inspection/api/v1/plans", { cookie: "" }, 401, "caller/missing"],
    [
      "a page of another site",
      "/api/inspection/api/v1/plans",
      { "sec-fetch-site": "cross-site" },
      403,
      "caller/from-elsewhere",
    ],
    ["a service that is none", "/api/postgres/api/v1/plans", {}, 404, "not-found"],
    ["what is between services alone", "/api/inspection/internal/v1/figures", {}, 404, "not-found"],
    ["a way around that", "/api/inspection/api/v1/..%2f..%2finternal/v1/figures", {}, 404, undefined],
  ])("from %s reaches nobody", async (_name, path, headers, status, code) => {
    const response = await call(path, { method: "POST", headers });
    if (code === undefined) {
      // What is encoded stays so: the service knows no such address.
      expect(asked.map(({ url }) => url)).toEqual(["/api/v1/..%2f..%2finternal/v1/figures"]);
      return;
    }
    expect({ status: response.status, body: await response.json() }).toMatchObject({
      status,
      body: { code },
    });
    expect(asked).toEqual([]);
  });

  it.each(["../../internal/v1/figures", "%2e%2e/%2E%2e/internal/v1/figures", "x/../../../internal/v1/x"])(
    "by %s leaves no API",
    async (path) => {
      // As no browser would send it: those take the dots out first.
      const { hostname, port } = new URL(url);
      const asking = request({ hostname, port, path: `/api/inspection/api/v1/${path}`, headers: { cookie } });
      const [response] = (await once(asking.end(), "response")) as [IncomingMessage];
      response.resume();
      expect(response.statusCode).toBe(404);
      expect(asked).toEqual([]);
    },
  );

  it("tells a page who is signed in, and of that no token", async () => {
    const session = (await (await call("/session")).json()) as Record<string, unknown>;
    expect(session).toMatchObject({ actor: "official-4", authority: "533103", roles: ["planner"] });
    expect(JSON.stringify(session)).not.toContain("ey");
  });
});

describe("the pages that scripts make", () => {
  it("bear the answer's own nonce, run no script from elsewhere, and come compressed", async () => {
    const [one, other] = await Promise.all([call("/"), call("/inspections/x")]);
    const policies = [one, other].map(({ headers }) => headers.get("content-security-policy") ?? "");
    expect(policies[0]).toContain("script-src 'self';");
    expect(policies[0]).not.toContain("unsafe");
    expect(policies[0]).not.toBe(policies[1]);
    const html = await one.text();
    const nonce = /nonce-([^']+)'/.exec(policies[0] ?? "")?.[1] ?? "none";
    expect(html).toContain(`nonce="${nonce}"`);
    expect(html).not.toContain("NONCE-OF-THIS-ANSWER");
    const script = /src="(\/assets\/[^"]+[.]js)"/.exec(html)?.[1] ?? "";
    const file = await call(script, { headers: { "accept-encoding": "br" } });
    expect(file.headers.get("content-encoding")).toBe("br");
    expect(file.headers.get("cache-control")).toContain("immutable");
    expect((await call("/assets/nothing.js")).status).toBe(404);
  }, 120_000);
});
