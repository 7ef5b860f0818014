import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { tokenVerifier } from "../access/tokens.ts";
import { createApp, type App } from "../app.ts";
import { createLogger } from "../logger.ts";
import { startIssuer, type TestIssuer } from "../testing/issuer.ts";

let issuer: TestIssuer;
let app: App;
let port: number;
let authorization: string;
/** What reached the handlers. */
let reached: unknown[] = [];
beforeAll(async () => {
  issuer = await startIssuer();
  app = await createApp({
    name: "test",
    title: "test",
    logger: createLogger("test", "silent"),
    ready: {},
    tokens: tokenVerifier(issuer.url),
  });
  const body = z.strictObject({ n: z.number().optional(), text: z.string().max(100).optional() });
  app.get("/open", { config: { action: "public" } }, async () => ({}));
  app.get("/plans", { config: { action: "plan.read" } }, async () => {
    reached.push("read");
    return {};
  });
  app.post("/plans", { config: { action: "plan.write" }, schema: { body } }, async (request) => {
    reached.push(request.body);
    return {};
  });
  port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
  authorization = `Bearer ${await issuer.tokenFor({ authority: "533103", actor: "p-1" })}`;
});
afterAll(async () => {
  await app.close();
  await issuer.close();
});

/** What comes back to bytes that are sent as they stand. */
function sent(bytes: string): Promise<string> {
  reached = [];
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (data) => (text += String(data)));
  socket.write(bytes, "latin1");
  return new Promise((resolve) => socket.on("error", () => undefined).on("close", () => resolve(text)));
}
const statusesOf = (text: string) => [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status);
const ask = (target: string, headers: readonly string[] = []) =>
  sent([`GET ${target} HTTP/1.1`, "host: x", ...headers, "connection: close", "", ""].join("\r\n"));

describe("whoever shows no token is let in by no way of writing an address", () => {
  it.each([
    "/plans",
    "/plans/",
    "//plans",
    "/./plans",
    "/open/../plans",
    "/open/..;/plans",
    "/open/%2e%2e/plans",
    "/%70lans",
    "/plans%2f",
    "/plans%00",
    "/plans%",
    "/PLANS",
    "/plans;open",
    "/plans?action=public",
    "/plans#/open",
    "\\plans",
    "http://x/plans",
    "*",
  ])("%s", async (target) => {
    expect(statusesOf(await ask(target)).join()).toMatch(/^(?:400|401|404|422)$/);
    expect(reached).toEqual([]);
  });
});

describe("whoever shows no token is let in by no header", () => {
  it.each([
    [
      "another address",
      "/plans",
      ["x-original-url: /open", "x-rewrite-url: /open", "x-forwarded-prefix: /open"],
    ],
    ["another method", "/plans", ["x-http-method-override: OPTIONS", "x-method-override: HEAD"]],
    [
      "one's own machine",
      "/plans",
      ["x-forwarded-for: 127.0.0.1", "x-real-ip: 127.0.0.1", "forwarded: for=127.0.0.1"],
    ],
    [
      "somebody",
      "/plans",
      ["x-authority: 533100", "x-actor: official-1", "x-user: root", "cookie: authorization=x"],
    ],
    ["two tokens", "/plans", ["authorization: Bearer a.b.c", "authorization: Bearer d.e.f"]],
    ["a token in the address", "/plans?access_token=a.b.c", []],
  ])("that says %s", async (_, target, headers) => {
    expect(statusesOf(await ask(target, headers))).toEqual(["401"]);
    expect(reached).toEqual([]);
  });
});

it("an address with a NUL in it reaches nothing, wherever it stands", async () => {
  for (const target of ["/plans?text=a%00", "/plans%00", "/plans?%00=1"]) {
    const answer = await ask(target, [`authorization: ${authorization}`]);
    expect([target, statusesOf(answer).join()]).toMatchObject([
      target,
      expect.stringMatching(/^(?:404|422)$/),
    ]);
  }
  expect(await ask("/plans?text=a%00", [`authorization: ${authorization}`])).toContain('"fault":"control"');
  expect(reached).toEqual([]);
});

describe("a message with two ends is refused and its connection closed: no second request hides in it", () => {
  const hidden = "GET /plans HTTP/1.1\r\nhost: x\r\n\r\n";
  it.each([
    ["a length and chunks", `content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`],
    ["two lengths", `content-length: 0\r\ncontent-length: ${hidden.length}\r\n\r\n${hidden}`],
    ["chunks by another name", `transfer-encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`],
    ["a length that is no number", `content-length: +2\r\n\r\n{}${hidden}`],
    ["a header over two lines", `x: a\r\n b\r\ncontent-length: 0\r\n\r\n`],
    ["a header with a NUL", "x: a\0b\r\ncontent-length: 0\r\n\r\n"],
    ["a space before the colon", "content-length : 0\r\n\r\n"],
  ])("%s", async (_, rest) => {
    const text = await sent(
      `POST /plans HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\n${rest}`,
    );
    expect(statusesOf(text)).toEqual(["400"]);
    expect(reached).toEqual([]);
  });
});

describe("a body", () => {
  const json = { "content-type": "application/json" };
  const post = async (payload: string | Buffer, headers: Record<string, string> = json) => {
    reached = [];
    const response = await app.inject({
      method: "POST",
      url: "/plans",
      headers: { authorization, ...headers },
      payload,
    });
    return [response.statusCode, response.json<{ code?: string }>().code];
  };

  it.each<[string, string | Buffer, number, string]>([
    [
      "of arrays in arrays, a hundred thousand deep",
      "[".repeat(100_000) + "]".repeat(100_000),
      422,
      "body/invalid",
    ],
    ["of objects in objects, that never ends", '{"n":'.repeat(100_000), 400, "body/not-json"],
    ["that names a field twice", '{"n":1,"n":2}', 422, "body/invalid"],
    ["that names one twice, once in escapes", '{"n":1,"\\u006e":2}', 422, "body/invalid"],
    ["that would change what objects are", '{"__proto__":{"n":1}}', 422, "body/invalid"],
    ["that would by their constructor", '{"constructor":{"prototype":{"n":1}}}', 422, "body/invalid"],
    ["with a number beyond all numbers", '{"n":1e400}', 422, "body/invalid"],
    ["with a word for a number", '{"n":NaN}', 400, "body/not-json"],
    ["with a text for a number", '{"n":"1"}', 422, "body/invalid"],
    ["with more than it says", '{"n":1}{"n":2}', 400, "body/not-json"],
    ["with a field that nobody knows", '{"n":1,"roles":["administrator"]}', 422, "body/invalid"],
    ["of nothing", "", 400, "body/not-json"],
    ["of another kind", "null", 422, "body/invalid"],
    ["in UTF-16", Buffer.from('{"n":1}', "utf16le"), 400, "body/not-json"],
    ["that is no text", Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 400, "body/not-json"],
    ["that is packed", gzipSync('{"n":1}'), 400, "body/not-json"],
  ])("%s is refused", async (_, payload, status, code) => {
    expect(await post(payload)).toEqual([status, code]);
    expect(reached).toEqual([]);
  });

  it("of another media type is refused, as is one in another charset", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/xml",
    ])
      expect(await post('{"n":1}', { "content-type": type })).toEqual([415, "body/media-type"]);
    expect(await post('{"n":1}', { "content-type": "application/json; charset=gbk" })).toEqual([
      415,
      "body/media-type",
    ]);
    expect(reached).toEqual([]);
  });

  it("changes nothing of what objects are, and comes through as it was sent", async () => {
    expect((await post('{"n":9007199254740993}'))[0]).toBe(200);
    expect((await post('{"n":-0,"text":"__proto__"}'))[0]).toBe(200);
    expect(reached).toEqual([{ n: -0, text: "__proto__" }]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
