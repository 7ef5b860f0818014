import { api, Problem } from "@shuangsui/contracts";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClient, ServiceUnavailable, StillPending } from "./index.ts";
import { pathOf } from "./send.ts";

type Asked = Pick<IncomingMessage, "method" | "url" | "headers"> & { body: string };
let server: Server;
let baseUrl: string;
let asked: Asked[];
/** What the service answers, one after the other, the last again and again; null cuts the connection. */
let answers: (((response: ServerResponse) => void) | null)[];

beforeEach(async () => {
  [asked, answers] = [[], []];
  server = createServer((request, response) => {
    const { method, url, headers } = request;
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      asked.push({ method, url, headers, body });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === null || answer === undefined) response.destroy();
      else answer(response);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
});
afterEach(() => server.close());

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
const id = "019a0000-0000-7000-8000-000000000001";
const outcome = { commandId: id, status: "done", receivedAt: "2026-11-02T02:00:00.000Z", subject: id };
const client = () => createClient(api.inspection, { baseUrl, token: async () => "token-1" });

describe("a call of an operation", () => {
  it("goes below the path of a gateway, and follows nobody elsewhere", async () => {
    answers = [json(200, { items: [] })];
    await createClient(api.inspection, { baseUrl: `${baseUrl}/inspection/` }).getStuck();
    expect(asked).toMatchObject([{ url: "/inspection/api/v1/stuck" }]);
    answers = [(response) => response.writeHead(307, { location: `${baseUrl}/elsewhere` }).end()];
    const once = createClient(api.inspection, { baseUrl, attempts: 1 });
    await expect(once.getStuck()).rejects.toBeInstanceOf(ServiceUnavailable);
    expect(asked.map(({ url }) => url)).not.toContain("/elsewhere");
  });

  it("is asked as its declaration says, and its answer read by it", async () => {
    answers = [json(200, { items: [], next: null })];
    const page = await client().getInspections({
      query: { state: "checking", limit: 5, authority: undefined },
    });
    expect(page).toEqual({ items: [], next: null });
    expect(asked).toMatchObject([
      {
        method: "GET",
        url: "/api/v1/inspections?state=checking&limit=5",
        headers: { authorization: "Bearer token-1" },
      },
    ]);
  });

  it("encodes what stands in an address, and goes to no other one", () => {
    const path = "/api/v1/targets/:kind/:code/visits";
    expect(pathOf({ path }, { params: { kind: "entity", code: "a/../b?c=施工" } })).toBe(
      "/api/v1/targets/entity/a%2F..%2Fb%3Fc%3D%E6%96%BD%E5%B7%A5/visits",
    );
    for (const code of ["..", ".", ""])
      expect(() => pathOf({ path }, { params: { kind: "entity", code } })).toThrow(TypeError);
  });

  it("gives refusals as problems of the catalogue, with their places", async () => {
    const errors = [{ path: "/year", message: "is wrong" }];
    answers = [json(422, { code: "body/invalid", detail: "d", errors })];
    const refusal = await client()
      .getPlansById({ params: { id } })
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Problem);
    expect(refusal).toMatchObject({ code: "body/invalid", detail: "d", places: errors });
    answers = [json(418, { code: "of/another-world" })];
    await expect(client().getStuck()).rejects.toBeInstanceOf(ServiceUnavailable);
  });

  it("takes no command for done that is not decided yet", async () => {
    answers = [json(202, outcome, { location: `/api/v1/commands/${id}` })];
    const pending = await client()
      .postPlansByIdCommandsPublish({ params: { id }, body: {} })
      .catch((error: unknown) => error);
    expect(pending).toBeInstanceOf(StillPending);
    expect(pending).toMatchObject({ location: `/api/v1/commands/${id}` });
  });
});

describe("what is sent again", () => {
  const away = json(503, { code: "unavailable" }, { "retry-after": "0" });
  it("is what only reads, once the service is back", async () => {
    answers = [null, away, json(200, { items: [] })];
    await client().getStuck();
    expect(asked).toHaveLength(3);
  });

  it("is a command under one key, which each call has by itself", async () => {
    answers = [null, json(200, outcome)];
    const call = () => client().postPlansByIdCommandsPublish({ params: { id }, body: {} });
    await call();
    await call();
    const keys = asked.map(({ headers }) => headers["idempotency-key"]);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it("is never what may be done twice by it: a change of a version, a registration without a key", async () => {
    answers = [away];
    const draft = { year: 2026, title: "计划", entries: [] };
    await expect(client().putPlansById({ params: { id }, ifMatch: 3, body: draft })).rejects.toBeInstanceOf(
      ServiceUnavailable,
    );
    expect(asked).toMatchObject([{ headers: { "if-match": '"3"' }, body: JSON.stringify(draft) }]);
    const registry = createClient(api.registry, { baseUrl });
    await expect(
      registry.patchItemsByRef({ params: { ref: id }, body: { version: 1, reason: "更正" } }),
    ).rejects.toBeInstanceOf(ServiceUnavailable);
    expect(asked).toHaveLength(2);
  });
});

describe("an entity tag", () => {
  it("is given with what it is of, and by it nothing comes where nothing is new", async () => {
    answers = [json(200, { minor: 3, ordinary: 12, serious: 36, source: "规定" }, { etag: '"7"' })];
    const disclosure = createClient(api.disclosure, { baseUrl });
    const first = await disclosure.tagged("getSettingsPublicationTerms");
    expect(first).toMatchObject({ etag: '"7"', value: { minor: 3 } });
    answers = [(response) => response.writeHead(304, { etag: '"7"' }).end()];
    const again = await disclosure.tagged("getSettingsPublicationTerms", { ifNoneMatch: '"7"' });
    expect(again).toEqual({ etag: '"7"', value: undefined });
    expect(asked[1]?.headers["if-none-match"]).toBe('"7"');
  });
});

describe("an answer that streams in", () => {
  const conflict = { inspectorId: id, targetCode: "915331000000000001" };
  const lines = (text: string) => (response: ServerResponse) => response.writeHead(200).end(text);
  const read = async () => {
    const got: unknown[] = [];
    for await (const one of createClient(api.registry, { baseUrl }).getSnapshotConflicts()) got.push(one);
    return got;
  };

  it("is read line by line", async () => {
    answers = [lines(`${JSON.stringify(conflict)}\n${JSON.stringify(conflict)}\n`)];
    expect(await read()).toMatchObject([conflict, conflict]);
  });

  it("is to be asked for again where it ends within a line", async () => {
    answers = [lines(`${JSON.stringify(conflict)}\n{"inspec`)];
    await expect(read()).rejects.toThrow("the answer broke off");
  });
});
