import type { OwnWitness } from "@shuangsui/contracts";
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, launchChromium, unlessChromium, violationsOf } from "../../../infra/e2e/accessible.ts";
import { startConsole, type TestConsole } from "./testing/console.ts";
import { idOf } from "./testing/inspections.ts";

const campaign = idOf(900);
const person = { authority: "533103", actor: "witness-1", roles: ["witness"] as const };

/** What the inspection service has of one witness, and every body that it was sent. */
let own: OwnWitness;
const sent: { path: string; body: string }[] = [];
let server: Server;
let pages: TestConsole;
let url: string;

beforeAll(async () => {
  // A fake of that one address: it binds and takes what it is sent, and checks nothing.
  server = createServer((request, response) => {
    const path = request.url ?? "";
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const isRead = path === `/api/v1/campaigns/${campaign}/witness`;
      if (!isRead) sent.push({ path, body });
      const outcome = {
        commandId: idOf(1),
        status: "done",
        receivedAt: "2026-10-09T02:30:00.000Z",
        subject: campaign,
      };
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify(isRead ? own : outcome));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const inspectionUrl = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  pages = await startConsole({ inspectionUrl });
  url = await pages.app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await pages.close();
  server.close();
});

const waiting = (changes: Partial<OwnWitness>): OwnWitness => ({
  drawId: "533103-2026-01",
  title: "芒市建筑施工企业抽查",
  name: "见证人甲",
  unit: "芒市公证处",
  next: "commit",
  hash: null,
  revealBy: null,
  ...changes,
});

describe("a witness's page (article 23)", () => {
  it("runs the console's one script and no other, and no other page runs any", async () => {
    own = waiting({});
    const { headers, body } = await pages.open(`/witness/${campaign}`, person);
    expect(headers["content-security-policy"]).toContain("script-src 'self'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(body.match(/<script[^>]*>[^<]*/g)).toEqual(['<script src="/witness.js" defer>']);
    const other = await pages.open("/nothing/here", person);
    expect(other.headers["content-security-policy"]).not.toContain("script-src");
  });

  it("sends nothing but a hash or a secret of 64 digits, and only in its own form", async () => {
    const post = (site: string, value: string) =>
      pages.cookieOf(person).then((cookie) =>
        pages.app.inject({
          method: "POST",
          url: `/witness/${campaign}/commit`,
          headers: { cookie, "sec-fetch-site": site, "content-type": "application/x-www-form-urlencoded" },
          payload: `value=${value}`,
        }),
      );
    const before = sent.length;
    expect((await post("cross-site", "a".repeat(64))).statusCode).toBe(403);
    expect((await post("same-origin", "abc")).statusCode).toBe(422);
    expect(sent).toHaveLength(before);
    expect((await post("same-origin", "a".repeat(64))).statusCode).toBe(303);
    expect(sent.at(-1)).toEqual({
      path: `/api/v1/campaigns/${campaign}/witnesses`,
      body: JSON.stringify({ hash: "a".repeat(64) }),
    });
  });
});

describe.skipIf(chromiumPath === undefined)("a witness's browser", () => {
  it(`makes the secret, keeps it, sends its hash first and itself at the reveal${unlessChromium}`, async () => {
    const browser = await launchChromium();
    try {
      const context = await browser.newContext();
      const [name = "", value = ""] = (await pages.cookieOf(person)).split("=");
      await context.addCookies([{ name, value, url }]);
      const page = await context.newPage();
      // Given a browser that is not bound yet, when it binds itself.
      own = waiting({});
      await page.goto(`${url}/witness/${campaign}`);
      await page.click("form[data-draw] button");
      await page.waitForLoadState();
      await expect.poll(() => sent.at(-1)?.path).toBe(`/api/v1/campaigns/${campaign}/witnesses`);
      const { hash } = JSON.parse(sent.at(-1)?.body ?? "") as { hash: string };
      const kept = await page.evaluate(() => localStorage.getItem("witness/533103-2026-01"));
      // Then what went out is the hash of docs/lottery.md of the secret that was kept.
      const text = `${own.drawId},${own.name},${kept}`;
      expect(createHash("sha256").update(text).digest("hex")).toBe(hash);
      // When the commitment is public, it reveals that very secret.
      own = waiting({ next: "reveal", hash });
      await page.goto(`${url}/witness/${campaign}`);
      await page.click("form[data-draw] button");
      await expect.poll(() => sent.at(-1)?.body).toBe(JSON.stringify({ contribution: kept }));
      // A browser that keeps another one sends nothing.
      own = waiting({ next: "reveal", hash: "b".repeat(64) });
      const before = sent.length;
      await page.goto(`${url}/witness/${campaign}`);
      await page.click("form[data-draw] button");
      await page.waitForSelector("[data-note=misfit]:not([hidden])");
      expect(sent).toHaveLength(before);
    } finally {
      await browser.close();
    }
  }, 60_000);

  it(`can be read by everybody${unlessChromium}`, async () => {
    own = waiting({});
    const cookie = await pages.cookieOf(person);
    expect(await violationsOf(url, [`/witness/${campaign}`], cookie)).toEqual([]);
  }, 60_000);
});
