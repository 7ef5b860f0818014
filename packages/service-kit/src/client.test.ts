import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { serviceClient, type ServiceClient } from "./client.ts";
import { ServiceUnavailable } from "./unavailable.ts";

/** What the server sends of an answer before it cuts the connection, or the whole answer. */
const answers: Record<string, { sent: string; length?: number; cut?: true }> = {
  "/whole": { sent: '{"n":1}' },
  "/empty": { sent: "" },
  "/cut-in-pieces": { sent: '{"n":1', cut: true },
  "/cut-at-its-length": { sent: '{"n":1', length: 7, cut: true },
  "/cut-before-its-first-byte": { sent: "", length: 7, cut: true },
};

let server: Server;
let client: ServiceClient;
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
  client = serviceClient({
    baseUrl: `http://127.0.0.1:${port}`,
    credentials: { token: async () => "a token" },
  });
});
afterAll(() => server.close());

const ask = (path: string) => client.call(path, z.unknown(), { authority: "533103" });

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
  let known: ServiceClient;
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
    known = serviceClient({ baseUrl, credentials: { token } });
  });
  afterEach(() => guarded.close());

  it("is replaced once, and the call made again with its body", async () => {
    const call = { method: "POST", authority: "533103", body: { a: 1 } } as const;
    expect(await known.call("/", z.unknown(), call)).toEqual({ n: 1 });
    expect(shown).toEqual(["Bearer token-1", "Bearer token-2"]);
  });

  it("and whose successor is not either is the refusal, told as it is", async () => {
    accepted = "another";
    await expect(known.call("/", z.unknown(), { authority: "533103" })).rejects.toMatchObject({
      code: "caller/token-invalid",
    });
    expect(shown).toHaveLength(2);
  });
});
