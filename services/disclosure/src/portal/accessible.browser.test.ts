import { FILE_NAMES } from "@shuangsui/lottery";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violationsOf } from "../../../../infra/e2e/accessible.ts";
import { chromiumPath, unlessChromium } from "../../../../infra/e2e/browsers.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { addRiskTables } from "../risk-tables/store.ts";
import { startDisclosureHarness, type DisclosureHarness } from "../testing/harness.ts";
import { opened } from "../testing/publications.ts";

const hour = 3_600_000;

describe.skipIf(chromiumPath === undefined)("the portal's pages", () => {
  let harness: DisclosureHarness;
  beforeAll(async () => {
    harness = await startDisclosureHarness(new Date("2026-09-21T01:00:00Z"), "development");
  }, 120_000);
  afterAll(() => harness.close());

  /** A result that was not ready in time, and came, and was corrected. */
  async function lateResult(): Promise<string> {
    const dueAt = new Date((await harness.clock.now()).getTime() + hour);
    const late = await opened(harness, { dueAt: dueAt.toISOString(), title: "迟到的检查结果" });
    await harness.skipTo(dueAt);
    await late.published();
    for (const summary of ["补报：未发现问题", "更正：发现问题"])
      expect((await late.content(summary)).status).toBe(200);
    return late.id;
  }

  /** A draw of which all is public. */
  async function revealedDraw(): Promise<string> {
    const id = "d21";
    const body = {
      authority: "533103",
      campaignId: "019a0000-0000-7000-8000-000000000021",
      title: "芒市建筑施工专项抽查",
      state: "committed",
      cause: null,
      previousDraw: null,
      statistics: [],
      witnesses: [{ name: "甲", unit: "公证处" }],
    };
    const put = (path: string, content: unknown) =>
      harness.ask("PUT", `/api/v1/draws/${id}${path}`, { service: true, body: content });
    expect((await put("", body)).status).toBe(200);
    const folder = new URL("../../../../packages/lottery/vectors/draw-60/", import.meta.url);
    for (const file of FILE_NAMES)
      expect((await put(`/files/${file}`, readFileSync(new URL(file, folder)))).status).toBe(201);
    const revealed = await until(
      () => put("", { ...body, state: "revealed" }),
      ({ status }) => status !== 202,
    );
    expect(revealed.status).toBe(200);
    return id;
  }

  /** Rules of risk classes, with a version before them. */
  async function knownRules(): Promise<void> {
    const first = {
      ...{ authority: "000000", version: 1, from: "2026-01-01", months: 24, ground: "第二十一条" },
      rows: [
        { riskClass: "D" as const, of: "violations" as const, atLeast: 2, without: ["honest" as const] },
        { riskClass: "B" as const, of: null, atLeast: 0, without: [] },
      ],
    };
    const next = { ...first, authority: "533100", version: 2, from: "2026-02-01" };
    await harness.database.as("system", (work) => addRiskTables(work, [first, next], new Date()));
  }

  it(`can be read by everybody, on a phone and at a desk${unlessChromium}`, async () => {
    const at = "2026-09-21T02:00:00.000Z";
    const counted = {
      count: 15,
      checked: 13,
      due: 13,
      published: 12,
      done: 12,
      overdue: 1,
      breaches: 2,
      ordered: 4,
      named: 3,
    };
    await knownRules();
    const items = [{ authority: "533103", ...counted }];
    harness.inspection.figures = { at, items, supervision: [] };
    harness.inspection.statistics = [{ code: "checked", value: 13 }];
    const [result, repaired, draw] = [await lateResult(), await lateResult(), await revealedDraw()];
    const takeDown = { service: true, as: "533103", body: { reason: "信用修复" } };
    const path = `/api/v1/publications/${repaired}/commands/take-down`;
    expect((await harness.ask("POST", path, takeDown)).status).toBe(200);
    const pages = [
      "/",
      "/?q=nobody",
      `/publications/${result}`,
      `/publications/${repaired}`,
      "/takedowns",
      "/risk-tables",
      "/risk-tables/533103",
      "/risk-tables/533103?language=en",
      "/draws",
      `/draws/${draw}`,
      "/nowhere",
      "/draws/nowhere",
      "/?authority=1",
    ];
    expect(await violationsOf(harness.portal, pages)).toEqual([]);
  }, 120_000);
});
