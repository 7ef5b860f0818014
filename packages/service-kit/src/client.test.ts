import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
