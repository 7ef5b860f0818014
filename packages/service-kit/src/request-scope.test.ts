import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApp, type App } from "./app.ts";
import { createLogger } from "./logger.ts";
import { requestIdNow } from "./request-scope.ts";

let app: App;
let url: string;
beforeAll(async () => {
  app = await createApp({ name: "test", title: "test", logger: createLogger("test", "silent"), ready: {} });
  app.post("/", async () => {
    await pause(20);
    return { id: requestIdNow() };
  });
  url = await app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => app.close());

it("a request's id is known wherever its handler is at, with a body that came in pieces too", async () => {
  const asked = Array.from({ length: 20 }, async (_, index) => {
    const id = `request-${index}`;
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
