import { gunzipSync, brotliDecompressSync } from "node:zlib";
import { request, type IncomingHttpHeaders } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setTimeout as pause } from "node:timers/promises";
import { createApp, createLogger } from "@shuangsui/service-kit";
import { opened, type Handling } from "../testing/publications.ts";
import { keptPages } from "./kept-pages.ts";
import { startDisclosureHarness, type DisclosureHarness } from "../testing/harness.ts";

let harness: DisclosureHarness;
beforeAll(async () => {
  harness = await startDisclosureHarness(new Date("2026-09-21T01:00:00Z"));
}, 120_000);
afterAll(() => harness.close());

async function published(title: string): Promise<Handling> {
  const publication = await opened(harness, { dueAt: "2026-09-28T01:00:00.000Z", title });
  expect((await publication.content(`${title}：未发现问题`)).status).toBe(200);
  expect((await publication.publish()).status).toBe(200);
  return publication;
}

type Answer = { status: number; headers: IncomingHttpHeaders; bytes: Buffer };
/** A page as it comes over the wire, without what a browser makes of it. */
const page = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request(new URL(path, harness.portal), { headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes: Buffer.concat(pieces),
        }),
      );
    })
      .on("error", reject)
      .end();
  });
/** The headers but for what is of one answer alone. */
const lasting = ({ headers }: Answer) => {
  const each = new Set(["date", "x-request-id"]);
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !each.has(name) && !name.includes("ratelimit")),
  );
};

it("a kept page is asked for again before its second is over, by few of many readers", async () => {
  const app = await createApp({
    name: "test",
    title: "test",
    logger: createLogger("test", "silent"),
    ready: {},
  });
  const kept = keptPages();
  let asked = 0;
  app.get("/page", { config: { action: "public" } }, (_request, reply) => {
    asked += 1;
    return kept.send(reply, { path: "/page", state: "1", askedAt: performance.now(), render: () => "<p>页" });
  });
  kept.sendAheadOf(app.server);
  const url = new URL("/page", await app.listen({ host: "127.0.0.1", port: 0 }));
  try {
    const readers = (many: number) => Promise.all(Array.from({ length: many }, () => fetch(url)));
    await readers(1);
    await pause(600);
    const pages = await readers(20);
    // Exactly one, unless the readers themselves take longer than what is left of the second.
    expect(asked).toBeGreaterThan(1);
    expect(asked).toBeLessThan(20);
    expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200]));
  } finally {
    await app.close();
  }
});

describe("a published page, asked for again (article 30)", () => {
  it("comes from memory with the same bytes and headers as from the frame, each under a request id of its own", async () => {
    const { id } = await published("芒市甲公司检查结果");
    const [first, again] = [await page(`/publications/${id}`), await page(`/publications/${id}`)];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.bytes.equals(first.bytes)).toBe(true);
    expect(lasting(again)).toEqual(lasting(first));
    expect(again.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "cache-control": "no-cache",
      vary: "accept-encoding",
      etag: expect.stringMatching(/^"[\w-]{22}"$/) as string,
    });
    expect(again.headers["x-request-id"]).not.toBe(first.headers["x-request-id"]);
  });

  it("is compressed as the reader takes it, each form under an ETag of its own, and 304 where the reader has it", async () => {
    const { id } = await published("芒市乙公司检查结果");
    const path = `/publications/${id}`;
    const plain = await page(path);
    for (const _ of ["from the frame", "from memory"]) {
      const zipped = await page(path, { "accept-encoding": "gzip, deflate" });
      const brotli = await page(path, { "accept-encoding": "gzip, br;q=0.5" });
      const refused = await page(path, { "accept-encoding": "br;q=0, gzip;q=0.0" });
      expect(gunzipSync(zipped.bytes).equals(plain.bytes)).toBe(true);
      expect(brotliDecompressSync(brotli.bytes).equals(plain.bytes)).toBe(true);
      expect(refused.headers).not.toHaveProperty("content-encoding");
      expect(new Set([plain, zipped, brotli].map(({ headers }) => headers.etag)).size).toBe(3);
      const known = await page(path, {
        "accept-encoding": "gzip",
        "if-none-match": String(zipped.headers.etag),
      });
      expect([known.status, known.bytes.length, known.headers.etag]).toEqual([304, 0, zipped.headers.etag]);
    }
  });

  it("shows a correction as soon as it is public, and nothing of what was taken back", async () => {
    const publication = await published("芒市丙公司检查结果");
    const path = `/publications/${publication.id}`;
    const before = await page(path);
    expect((await publication.withdraw("撤回：公示有误")).status).toBe(200);
    const after = await page(path);
    expect(after.bytes.toString()).toContain("撤回：公示有误");
    expect(after.headers.etag).not.toBe(before.headers.etag);
  });

  it("is left to the frame where the request is not plain: another method, a body, no host", async () => {
    const { id } = await published("芒市丁公司检查结果");
    const path = `/publications/${id}`;
    await page(path);
    const answers = await Promise.all(
      ["POST", "HEAD"].map((method) => fetch(new URL(path, harness.portal), { method })),
    );
    expect(answers.map(({ status }) => status)).toEqual([405, 200]);
  });
});
