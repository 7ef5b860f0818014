import { sql, type Kysely } from "kysely";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freshDatabase, type FreshDatabase } from "../../../infra/embedded/test-database.ts";
import { createApp, type App } from "./app.ts";
import { openDatabase, systemScope, type Database } from "./database.ts";
import { createLogger } from "./logger.ts";
import { createVisibility, migrate } from "./migrations.ts";

const logger = createLogger("test", "silent");
const silentUploadMs = 300;
let fresh: FreshDatabase;
let database: Database<unknown>;
let app: App;
let port: number;
/** Lets the answer of `/waiting` go. */
let answer: () => void;

beforeAll(async () => {
  fresh = await freshDatabase();
  const up = (owner: Kysely<unknown>) => createVisibility(owner, "inspection");
  await migrate(fresh.urls.inspection.owner, "inspection", { "0001": { up } });
  database = openDatabase(fresh.urls.inspection.app, { logger });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

beforeEach(async () => {
  app = await createApp({ name: "test", title: "test", logger, ready: {}, silentUploadMs });
  const waiting = new Promise<void>((resolve) => (answer = resolve));
  const config = { action: "public" } as const;
  app.get("/waiting", { config }, async () => {
    await waiting;
    return { answered: true };
  });
  app.addContentTypeParser("text/csv", (_request, payload, done) => done(null, payload));
  app.post("/upload", { config }, async (request) =>
    database.as(systemScope, async (work) => {
      await sql`select pg_advisory_xact_lock(7)`.execute(work);
      if (!(request.body instanceof Readable)) return { bytes: 0 };
      const chunks: Buffer[] = [];
      for await (const chunk of request.body) chunks.push(chunk as Buffer);
      return { bytes: Buffer.concat(chunks).length };
    }),
  );
  port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
});
afterEach(() => app.close());

/** A connection on which bytes are sent as they stand, and what came back until it was closed. */
function raw(): { socket: Socket; closed: Promise<string> } {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (data) => (text += String(data)));
  const closed = new Promise<string>((resolve) =>
    socket.on("error", () => undefined).on("close", () => resolve(text)),
  );
  return { socket, closed };
}

/** Whether the upload's transaction still holds its lock. */
const held = () =>
  database.as(systemScope, async (work) => {
    const { rows } = await sql<{
      free: boolean;
    }>`select pg_try_advisory_xact_lock(7) as free`.execute(work);
    return rows[0]?.free === false;
  });

const upload =
  "POST /upload HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: text/csv\r\ncontent-length: 12\r\n\r\n";

describe("an upload", () => {
  it("whose client goes silent is cut, and its transaction ends", async () => {
    const { socket, closed } = raw();
    socket.write(`${upload}begun,`);
    await expect.poll(held).toBe(true);
    const text = await closed;
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(text).toContain('"code":"request/too-slow"');
    await expect.poll(held).toBe(false);
  });

  it("that comes slowly but goes on coming is taken", async () => {
    const { socket, closed } = raw();
    socket.write(upload);
    for (const letter of "twelve bytes") {
      await new Promise((resolve) => setTimeout(resolve, silentUploadMs / 4));
      socket.write(letter);
    }
    expect(await closed).toContain('{"bytes":12}');
  });
});

describe("what is no request is refused as a problem", () => {
  it.each([
    ["no host", "GET / HTTP/1.1\r\nconnection: close\r\n\r\n", 400, "request/malformed"],
    ["no HTTP", "nonsense\r\n\r\n", 400, "request/malformed"],
    [
      "too large headers",
      `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${"x".repeat(100_000)}\r\n\r\n`,
      431,
      "request/headers-too-large",
    ],
  ])("%s", async (_name, bytes, status, code) => {
    const { socket, closed } = raw();
    socket.write(bytes);
    const text = await closed;
    expect(text).toContain(`HTTP/1.1 ${status} `);
    expect(text).toContain("content-type: application/problem+json; charset=utf-8\r\n");
    expect(text).toContain(`"code":"${code}"`);
  });
});

it("a request that comes in while the service closes is refused as a problem, and what it was at is answered", async () => {
  const { socket, closed } = raw();
  const waiting = new Promise<void>((resolve) => app.server.once("request", () => resolve()));
  socket.write("GET /waiting HTTP/1.1\r\nhost: x\r\n\r\n");
  await waiting;
  const closing = app.close();
  const second = new Promise<void>((resolve) => app.server.once("request", () => resolve()));
  socket.write("GET /waiting HTTP/1.1\r\nhost: x\r\n\r\n");
  await second;
  answer();
  const text = await closed;
  await closing;
  expect(text).toContain('{"answered":true}');
  expect(text).toContain("HTTP/1.1 503 ");
  expect(text).toContain('"code":"unavailable"');
  expect(text).toMatch(/retry-after: 2/i);
});

it("a connection on which nothing was asked holds up no closing", async () => {
  const own = await createApp({
    name: "test",
    title: "test",
    logger: createLogger("test", "silent"),
    ready: {},
  });
  const { port: ownPort } = new URL(await own.listen({ host: "127.0.0.1", port: 0 }));
  const accepted = once(own.server, "connection");
  const socket = connect(Number(ownPort), "127.0.0.1");
  await accepted;
  const closed = once(socket, "close");
  const began = performance.now();
  await own.close();
  await closed;
  expect(performance.now() - began).toBeLessThan(3_000);
});
