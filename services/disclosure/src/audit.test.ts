import { auditPage, type AuditEntry } from "@shuangsui/contracts";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDisclosureHarness, type DisclosureHarness } from "./testing/harness.ts";
import { opened, saying } from "./testing/publications.ts";

let harness: DisclosureHarness;
beforeAll(async () => {
  harness = await startDisclosureHarness(new Date("2026-09-21T01:00:00Z"));
}, 120_000);
afterAll(() => harness.close());

/** What is on record of a subject, as 芒市's auditor sees it. */
async function entriesOf(subject: string): Promise<AuditEntry[]> {
  await harness.linkNow();
  return auditPage.parse((await harness.ask("GET", `/api/v1/audit?subject=${subject}`)).body).items;
}

describe("the audit trail of the disclosure service (articles 32, 33)", () => {
  it("has a draw's announcement and each file once, with its hash, however often they are handed over", async () => {
    const announcement = {
      ...{ authority: "533103", campaignId: "019a0000-0000-7000-8000-000000000021", title: "芒市专项抽查" },
      ...{ state: "committed", cause: null, previousDraw: null, statistics: [], witnesses: [] },
    };
    const file = "commitment.json";
    const path = new URL(`../../../packages/lottery/vectors/draw-60/${file}`, import.meta.url);
    for (const _ of [1, 2]) {
      await harness.ask("PUT", "/api/v1/draws/d21", { service: true, body: announcement });
      const body = readFileSync(path);
      expect(
        (await harness.ask("PUT", `/api/v1/draws/d21/files/${file}`, { service: true, body })).status,
      ).toBe(201);
    }
    await harness.ask("PUT", "/api/v1/draws/d21", {
      service: true,
      body: { ...announcement, state: "void", cause: "void" },
    });
    const entries = await entriesOf("d21");
    expect(entries).toMatchObject([
      { action: "draw/changed", before: null, after: { state: "committed" }, remote: "127.0.0.1" },
      { action: "draw/file-stored", after: { file, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
      { action: "draw/changed", before: { state: "committed" }, after: { state: "void" } },
    ]);
  });

  it("has a publication from its opening on: who handed in what, and who published it", async () => {
    const one = await opened(harness, { dueAt: "2026-09-28T16:00:00.000Z", title: "检查结果" });
    const content = { content: saying("结果"), reason: "检查报告已签发", revision: 2 };
    const path = `/api/v1/publications/${one.id}/commands/content`;
    expect(
      (await harness.ask("POST", path, { service: true, actor: "inspection", body: content })).status,
    ).toBe(200);
    expect((await one.publish()).status).toBe(200);
    expect((await one.publish()).status).not.toBe(200);
    expect((await entriesOf(one.id)).filter(({ action }) => action !== "publication/deed")).toMatchObject([
      { action: "publication/opened", actor: "system" },
      { action: "publication/content", actor: "inspection" },
      { action: "publication/publish", actor: "official-1", after: { state: "published" } },
    ]);
  });

  it("has the terms that an authority sets, with those before", async () => {
    const terms = { minor: 1, ordinary: 6, serious: 24, source: "芒建发〔2026〕3号" };
    const set = { body: terms };
    expect((await harness.ask("PUT", "/api/v1/settings/publication-terms", set)).status).toBe(200);
    expect(await entriesOf("publication-terms")).toMatchObject([
      { action: "setting/changed", before: { minor: 3 }, after: terms },
    ]);
  });

  it("has a stranger's try to hand something over", async () => {
    const asked = { actor: "stranger", body: {} };
    expect((await harness.ask("PUT", "/api/v1/draws/d22", asked)).status).toBeGreaterThanOrEqual(403);
    const path = "/api/v1/draws/d22/files/commitment.json";
    const body = Buffer.from("{}");
    expect((await harness.ask("PUT", path, { actor: "stranger", body })).status).toBe(403);
    const found = async () => {
      await harness.linkNow();
      const { body: page } = await harness.ask("GET", "/api/v1/audit?actor=stranger");
      return auditPage
        .parse(page)
        .items.filter(({ after }) => after?.["route"] === "/api/v1/draws/:drawId/files/:file");
    };
    await expect
      .poll(found, { timeout: 10_000 })
      .toMatchObject([{ action: "request/refused", code: "caller/not-service" }]);
  });
});
