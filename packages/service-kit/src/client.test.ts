import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { serviceClient } from "./client.ts";
import { ServiceUnavailable } from "./unavailable.ts";

/** What the server sends of an answer before it cuts the connection, or the whole answer. */
const answers: Record<string, { sent: string; length?: number; cut?: true }> = {
  "/whole": { sent: '{"n":1}' },
  "/empty": { sent: "" },
  "/cut-in-pieces": { sent: '{"n":1', cut: true },
  "/cut-at-its-length": { sent: '{"n":1', length: 7, cut: true },
  "/cut-before-its-first-byte": { sent: "", length: 7, cut: true },
};

/** An operation at each of these addresses. */
const operations = {
  ...Object.fromEntries(
    Object.keys(answers).map((path) => [path, { method: "GET", path, answer: z.unknown() } as const]),
  ),
};
const known = {
  put: { method: "PUT", path: "/", body: z.object({ a: z.number() }), answer: z.unknown() },
} as const;

let server: Server;
let client: ReturnType<typeof serviceClient<typeof operations>>;
beforeAll(async () => {
  server = createServer((request, response) => {
    const { sent, length, cut } = answers[request.url ?? ""] ?? { sent: "" };
    if (length !== undefined) response.setHeader("content-length", length);
    if (cut === undefined) return void response.end(sent);
    response.flushHeaders();
    response.write(sent, () => response.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  client = serviceClient(operations, {
    baseUrl: `http://127.0.0.1:${port}`,
    credentials: { token: async () => "a token" },
  });
});
afterAll(() => server.close());

const ask = async (path: string): Promise<unknown> => client[path]?.({ authority: "533103" });

describe("an answer of another service", () => {
  it("is read when it is whole, or empty", async () => {
    expect(await ask("/whole")).toEqual({ n: 1 });
    expect(await ask("/empty")).toBeUndefined();
  });

  it.each(Object.keys(answers).filter((path) => path.startsWith("/cut")))(
    "is to be asked for again where it breaks off: %s",
    async (path) => {
      const broken = await ask(path).catch((error: unknown) => error);
      expect(broken).toBeInstanceOf(ServiceUnavailable);
      expect(broken).toMatchObject({ message: "the answer broke off" });
    },
  );
});

describe("a token that is not accepted", () => {
  let shown: (string | undefined)[];
  let accepted: string;
  let guarded: Server;
  let called: () => Promise<unknown>;
  beforeEach(async () => {
    [shown, accepted] = [[], "token-2"];
    guarded = createServer((request, response) => {
      shown.push(request.headers.authorization);
      if (request.headers.authorization === `Bearer ${accepted}`) return void response.end('{"n":1}');
      response.statusCode = 401;
      response.end('{"code":"caller/token-invalid"}');
    });
    await once(guarded.listen(0, "127.0.0.1"), "listening");
    const address = guarded.address();
    const baseUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    const token = async (refused?: string) => (refused === undefined ? "token-1" : "token-2");
    const guardedClient = serviceClient(known, { baseUrl, credentials: { token } });
    called = () => guardedClient.put({ authority: "533103", body: { a: 1 } });
  });
  afterEach(() => guarded.close());

  it("is replaced once, and the call made again with its body", async () => {
    expect(await called()).toEqual({ n: 1 });
    expect(shown).toEqual(["Bearer token-1", "Bearer token-2"]);
  });

  it("and whose successor is not either is the refusal, told as it is", async () => {
    accepted = "another";
    await expect(called()).rejects.toMatchObject({
      code: "caller/token-invalid",
    });
    expect(shown).toHaveLength(2);
  });
});
