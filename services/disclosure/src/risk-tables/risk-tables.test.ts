import type { RiskTable } from "@shuangsui/contracts";
import { createLogger } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDisclosureHarness, type DisclosureHarness } from "../testing/harness.ts";
import { startRiskTableFeed } from "./feed.ts";
import { standingOn } from "./rules.ts";

const first: RiskTable = {
  ...{ authority: "000000", version: 1, from: "2026-01-01", months: 24, ground: "监管办法第二十一条" },
  rows: [
    { riskClass: "D", of: "violations", atLeast: 2, without: [] },
    { riskClass: "A", of: "honest", atLeast: 1, without: ["complaints", "samr-c"] },
    { riskClass: "B", of: null, atLeast: 0, without: [] },
  ],
};
const later = (version: number, from: string): RiskTable => ({
  ...{ ...first, authority: "533100", version, from, months: 36, ground: `分类办法第${version}次修订` },
  rows: [
    { riskClass: "D", of: "violations", atLeast: 1, without: [] },
    { riskClass: "B", of: null, atLeast: 0, without: [] },
  ],
});

describe("an authority's versions of the rules (article 21)", () => {
  const tables = [later(4, "2027-01-01"), later(3, "2026-11-01"), later(2, "2026-11-01"), first];
  it.each([
    ["2026-10-31", 1, [3, 4], [[2, 3]]],
    [
      "2026-11-01",
      3,
      [4],
      [
        [2, 3],
        [1, null],
      ],
    ],
    [
      "2027-01-01",
      4,
      [],
      [
        [3, null],
        [2, 3],
        [1, null],
      ],
    ],
    ["2025-12-31", 1, [3, 4], [[2, 3]]],
  ] as const)("stand on %s: in force %i, to come %j, before %j", (day, inForce, toCome, before) => {
    const standing = standingOn(tables, day);
    expect(standing.inForce.version).toBe(inForce);
    expect(standing.toCome.map(({ version }) => version)).toEqual(toCome);
    expect(standing.before.map(({ version, correctedBy }) => [version, correctedBy])).toEqual(before);
  });
});

describe("the rules of risk classes at the portal (article 21)", () => {
  let harness: DisclosureHarness;
  let told: RiskTable[] = [];
  let feed: ReturnType<typeof startRiskTableFeed>;
  beforeAll(async () => {
    harness = await startDisclosureHarness(new Date("2026-10-31T01:00:00Z"));
    const { database, clock } = harness;
    feed = startRiskTableFeed({
      frame: { database, clock, logger: createLogger("test", "silent") },
      registry: { riskTables: async () => told },
    });
    await feed.stop();
  }, 120_000);
  afterAll(() => harness.close());

  const page = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(new URL(path, harness.portal), { headers });
    return { status: answer.status, html: await answer.text(), etag: answer.headers.get("etag") };
  };
  const data = async () => (await harness.readPublic("/api/v1/risk-table")).body["items"];

  it("are not shown before the registry has told of any", async () => {
    expect(await page("/risk-tables")).toMatchObject({ status: 200 });
    expect((await page("/risk-tables")).html).toContain("分类规则暂时无法显示。");
    expect(await page("/risk-tables/533100")).toMatchObject({ status: 404 });
    expect(await data()).toEqual([]);
  });

  it("are shown in words from the first version on, to a county as its prefecture keeps them, in Chinese and in English", async () => {
    told = [first];
    expect(await feed.once()).toBe(1);
    expect(await feed.once()).toBe(0);
    expect(await data()).toEqual(told);
    const { html } = await page("/risk-tables/533103");
    for (const said of [
      "德宏州住房和城乡建设局 · 风险分类规则",
      "第 1 版，系统初始规则，自 2026-01-01 起施行，计 24 个月内的记录。",
      "依据和理由：监管办法第二十一条",
      "违法违规 2 次以上",
      "投诉举报、市场监管部门信用风险分类为C类",
      "其他情形",
      '<html lang="zh-CN">',
    ])
      expect(html).toContain(said);
    expect(html).not.toContain("尚未施行的规则");
    const english = (await page("/risk-tables/533103?language=en")).html;
    for (const said of ['<html lang="en">', "violations: 2 or more", "the system&#39;s first, ", "Class A"])
      expect(english).toContain(said);
    // What was kept of before is shown for a second at the most.
    await expect
      .poll(async () => (await page("/risk-tables")).html, { timeout: 5_000 })
      .toContain('href="/risk-tables/533100"');
    expect((await page("/")).html).toContain('href="/risk-tables"');
    for (const unknown of ["/risk-tables/999999", "/risk-tables/x", "/risk-tables?language=fr"])
      expect((await page(unknown)).status, unknown).toBeGreaterThanOrEqual(400);
  });

  it("stay with those to come and those before, whatever the registry says of a version later", async () => {
    told = [later(3, "2026-11-01"), later(2, "2026-11-01"), first];
    expect(await feed.once()).toBe(2);
    const { html } = await page("/risk-tables/533100");
    expect(html).toMatch(
      /现行规则.*第 1 版.*尚未施行的规则.*第 3 版，德宏州.*以前的规则.*施行前已由第 3 版更正/s,
    );
    expect(html).toContain("违法违规</td>");
    // A registry that was restored from before: what was public stays.
    told = [{ ...later(2, "2026-12-01"), ground: "其他" }, first];
    expect(await feed.once()).toBe(0);
    expect(await data()).toEqual([later(3, "2026-11-01"), later(2, "2026-11-01"), first]);
    for (const statement of ["update risk_table set months = 1", "delete from risk_table"])
      await expect(harness.database.as("system", (work) => sql.raw(statement).execute(work))).rejects.toThrow(
        /permission denied/,
      );
    await expect(
      harness.database.as("533100", (work) =>
        sql`insert into risk_table select authority, 9, valid_from, months, rows, ground, shown_from from risk_table`.execute(
          work,
        ),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  it("are rendered once as they stand, and another way on the day when the next begin", async () => {
    const [one, again] = [await page("/risk-tables/533100"), await page("/risk-tables/533100")];
    expect(again).toEqual(one);
    expect(await page("/risk-tables/533100", { "if-none-match": String(one.etag) })).toMatchObject({
      status: 304,
    });
    await harness.skipTo(new Date("2026-10-31T16:00:00Z"));
    await expect
      .poll(async () => (await page("/risk-tables/533100")).html, { timeout: 5_000 })
      .toMatch(/现行规则.*第 3 版.*以前的规则.*施行前已由第 3 版更正.*第 1 版，自 2026-01-01 起施行/s);
  });
});
