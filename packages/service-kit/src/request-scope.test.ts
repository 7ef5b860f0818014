import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { createApp, type App } from "./app.ts";
import { createLogger } from "./logger.ts";
import { requestIdNow } from "./request-scope.ts";

let app: App;
let url: string;
beforeAll(async () => {
  app = await createApp({ name: "test", title: "test", logger: createLogger("test", "silent"), ready: {} });
  app.post("/", { config: { action: "public" } }, async () => {
    await pause(20);
    return { id: requestIdNow() };
  });
  url = await app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => app.close());

it("a request's id is known wherever its handler is at, with a body that came in pieces too", async () => {
  const asked = Array.from({ length: 20 }, async (_, index) => {
    const id = uuidv7();
    const half = `{"text":"${"x".repeat(200_000)}`;
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(Buffer.from(half));
        await pause(index);
        controller.enqueue(Buffer.from('"}'));
        controller.close();
      },
    });
    const response = await fetch(url, {
      method: "POST",
      headers: { "x-request-id": id, "content-type": "application/json" },
      body,
      duplex: "half",
    });
    expect(await response.json()).toEqual({ id });
    expect(response.headers.get("x-request-id")).toBe(id);
  });
  await Promise.all(asked);
});

it.each([
  ["a word", "an-officials-own-request"],
  ["a person's number", "533103198002290010"],
  ["more than a UUID", "019a0000-0000-7000-8000-000000000001-1"],
  ["two", "019a0000-0000-7000-8000-000000000001, 019a0000-0000-7000-8000-000000000002"],
  ["a UUID in braces", "{019a0000-0000-7000-8000-000000000001}"],
])("an id that is %s is not taken: the request gets one of its own", async (_, given) => {
  const response = await fetch(url, { method: "POST", headers: { "x-request-id": given } });
  const { id } = (await response.json()) as { id: string };
  expect(id).not.toBe(given);
  expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(response.headers.get("x-request-id")).toBe(id);
});
