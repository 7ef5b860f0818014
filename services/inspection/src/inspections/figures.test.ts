import { randomUUID } from "node:crypto";
import {
  dueSpan,
  groupedFigures,
  inspectionCounts,
  inspectionList,
  trend,
  type Figures,
  type InspectionDetail,
  type InspectionSummary,
} from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting } from "../testing/inspections.ts";
import { mondaysUntil } from "./figures.ts";

let harness: InspectionHarness;
let drawn: InspectionDetail[];

beforeAll(async () => {
  // Given a campaign in 芒市 of which one check was published, one was recorded and then missed its report's day.
  const held = sampleHeld(400);
  for (const [index, { code }] of held.targets.entity.entries()) {
    const territory = ["533103101", "533103102", "533103"][index % 4];
    if (territory !== undefined) held.territories.set(code, territory);
  }
  harness = await startInspectionHarness(held, new Date("2026-09-15T01:00:00Z"));
  drawn = await drawnInspections(harness, builders);
  const team = inspecting(harness);
  const [published = "", late = ""] = drawn.map(({ id }) => id);
  for (const id of [published, late]) {
    await team.beginCheck(id);
    expect((await team.record(id)).status).toBe(200);
  }
  expect((await team.report(published)).status).toBe(200);
  expect((await team.feedback(published)).status).toBe(200);
  expect((await team.act(published, "publish", {})).status).toBe(200);
  await team.reached(published, ({ state }) => ["published", "credited", "closed"].includes(state));
  await harness.skipTo(new Date("2026-09-22T16:01:00Z"));
  await harness.sweepNow();
  await team.reached(late, ({ breaches }) => breaches === 1);
}, 180_000);
afterAll(() => harness.close());

const get = async (path: string, as = "533103") => {
  const { status, body } = await harness.call("GET", `/api/v1/inspections${path}`, { as });
  return { status, body };
};
const listed = async (query: string, as?: string) =>
  inspectionList.parse((await get(`?limit=200&${query}`, as)).body).items;
const countedBy = (of: InspectionSummary[], by: (one: InspectionSummary) => string) =>
  [...Map.groupBy(of, by)].map(([state, group]) => ({ state, count: group.length }));
const grouped = async (by: string, as?: string) =>
  groupedFigures.parse((await get(`/figures?by=${by}`, as)).body).items;

describe("what is counted of inspections (article 4)", () => {
  it("is the same whatever it is grouped by, and the list behind each number is as long", async () => {
    const [authority] = await grouped("authority");
    expect(authority).toMatchObject({ key: "533103", count: drawn.length, checked: 2, published: 1 });
    const [campaign] = await grouped("campaign");
    expect(campaign).toEqual({ ...authority, key: drawn[0]?.campaignId, title: expect.any(String) });
    for (const figure of ["checked", "due", "published", "done", "breaches"] as const)
      expect((await listed(`counted=${figure}`)).length, figure).toBe(authority?.[figure]);
    expect(await listed("attention=soon")).toHaveLength(authority?.dueSoon ?? -1);
    expect(await listed("attention=overdue")).toHaveLength(authority?.overdue ?? -1);
  });

  it("is told by the days in which it is due, and the list behind each number is as long (article 4)", async () => {
    const { items, workdays, clock } = inspectionCounts.parse((await get("/counts")).body);
    const total = (of: (one: (typeof items)[number]) => number) =>
      items.reduce((sum, one) => sum + of(one), 0);
    const seen: string[] = [];
    let last = clock.now;
    for (const span of dueSpan.options) {
      const found = await listed(`order=due&dueIn=${span}`);
      expect(found.length, span).toBe(total(({ dueIn }) => dueIn[span]));
      for (const { state, count } of countedBy(found, ({ state: of }) => of)) {
        const ofState = items.filter((one) => one.state === state);
        expect(ofState.reduce((sum, { dueIn }) => sum + dueIn[span], 0)).toBe(count);
      }
      // Each begins where the one before it ends.
      for (const { dueAt } of found) {
        expect((dueAt ?? "") >= last, span).toBe(true);
        last = dueAt ?? "";
      }
      seen.push(...found.map(({ id }) => id));
    }
    const waiting = (await listed("order=due")).filter(({ dueAt, overdue }) => dueAt !== null && !overdue);
    expect(seen).toEqual(waiting.map(({ id }) => id));
    expect(seen.length).toBeGreaterThan(0);
    // A Wednesday: 中秋 follows on Friday, and 国庆 on the Thursday after.
    expect(workdays).toEqual({ today: 1, week: 1, "next-week": 3 });
    expect((await get("?dueIn=soon")).status).toBe(422);
    expect(await listed("dueIn=later", "533102")).toEqual([]);
  });

  it("counts an inspection once with who leads its team, and once with each item that is looked at", async () => {
    const leads = await grouped("lead");
    expect(leads.reduce((sum, { count }) => sum + count, 0)).toBe(drawn.length);
    for (const { key, count } of leads) {
      const of = drawn.filter(({ team }) => team.find(({ lead }) => lead)?.inspectorId === key);
      expect(of).toHaveLength(count);
      const found = (await listed(`lead=${key}`)).map(({ id }) => id);
      expect(found.toSorted()).toEqual(of.map(({ id }) => id).toSorted());
    }
    const { campaignId } = drawn[0] ?? {};
    expect(await grouped(`lead&campaign=${campaignId}`)).toEqual(leads);
    expect(await grouped(`lead&campaign=${randomUUID()}`)).toEqual([]);
    const items = await grouped("item");
    expect(items.map(({ key, count }) => [key, count])).toEqual([
      ["I1", drawn.length],
      ["I2", drawn.length],
    ]);
    expect(await listed("item=I2")).toHaveLength(drawn.length);
    expect(await listed("item=none")).toEqual([]);
  });

  it("is told by the township in which the registry has the target, and never guesses one", async () => {
    const townships = await grouped("township");
    expect(townships.map(({ key }) => key).toSorted()).toEqual(["533103101", "533103102", "none"]);
    expect(townships.reduce((sum, { count }) => sum + count, 0)).toBe(drawn.length);
    for (const { key, count, checked } of townships) {
      const found = await listed(`territory=${key}`);
      expect(found).toHaveLength(count);
      expect(await listed(`territory=${key}&counted=checked`)).toHaveLength(checked);
      const territories = new Set(found.map(({ territory }) => territory));
      expect(territories).toEqual(new Set(key === "none" ? ["533103", null] : [key]));
    }
    const ofCounty = drawn.filter(({ territory }) => territory !== null);
    expect(await listed("territory=533103")).toHaveLength(ofCounty.length);
    expect(await listed("territory=5331&state=gone")).toEqual([]);
    expect((await get("?territory=芒市")).status).toBe(422);
    expect(await listed("territory=533103101", "533102")).toEqual([]);
  });

  it("shows a superior its counties', narrowed to one where that is asked, and a sibling nothing (article 3)", async () => {
    expect(await grouped("authority", "533100")).toMatchObject([{ key: "533103" }]);
    const narrowed = await get("/figures?by=item&authority=533102", "533100");
    expect(narrowed.body).toEqual({ items: [], isMore: false });
    expect(await grouped("authority", "533102")).toEqual([]);
    expect((await get("/figures?by=officer")).status).toBe(422);
    expect((await get("/figures")).status).toBe(422);
  });

  it("counts as due to be public whatever is public, or was to be by now (完成率)", async () => {
    const total = async (of: keyof Figures) =>
      inspectionCounts.parse((await get("/counts")).body).items.reduce((sum, one) => sum + one[of], 0);
    expect([await total("published"), await total("due")]).toEqual([1, 1]);
    // Nothing was signed off: the result's day is five working days after the report's.
    await harness.skipTo(new Date("2026-09-30T16:01:00Z"));
    expect([await total("published"), await total("due")]).toEqual([1, 2]);
  });
});

describe("what happened week by week", () => {
  it("stands in the week in which it did, by Asia/Shanghai, and adds up to the figures", async () => {
    const { weeks } = trend.parse((await get("/trend?weeks=8")).body);
    expect(weeks).toHaveLength(8);
    expect(weeks.find(({ week }) => week === "2026-09-14")).toMatchObject({
      opened: drawn.length,
      checked: 2,
      published: 1,
    });
    const [authority] = await grouped("authority");
    expect(weeks.reduce((sum, { breaches }) => sum + breaches, 0)).toBe(authority?.breaches);
    expect(trend.parse((await get("/trend?weeks=3", "533102")).body).weeks).toHaveLength(3);
    expect((await get("/trend?weeks=0")).status).toBe(422);
  });

  it("leads from each number to its list, by any day of the week, and as a file (article 4)", async () => {
    const { weeks } = trend.parse((await get("/trend?weeks=8")).body);
    for (const { week, opened, checked, published, breaches } of weeks) {
      expect((await listed(`openedIn=${week}`)).length, week).toBe(opened);
      expect((await listed(`checkedIn=${week}`)).length, week).toBe(checked);
      expect((await listed(`publishedIn=${week}`)).length, week).toBe(published);
      // One that had several breaches in a week stands in its list once.
      const late = await listed(`breachedIn=${week}`);
      expect(late.length === 0, week).toBe(breaches === 0);
      expect(late.length, week).toBeLessThanOrEqual(breaches);
    }
    expect(await listed("openedIn=2026-09-20")).toEqual(await listed("openedIn=2026-09-14"));
    expect(await listed("openedIn=2026-09-14", "533102")).toEqual([]);
    expect((await get("?openedIn=week")).status).toBe(422);
  });

  it("counts a list where that is asked, of states together too", async () => {
    const states = "published,credited,closed";
    const { items, count } = inspectionList.parse((await get(`?states=${states}&count=true&limit=1`)).body);
    expect(items).toHaveLength(1);
    expect(count).toEqual({ number: (await listed(`states=${states}`)).length, isMore: false });
    expect((await get(`?limit=1`)).body).not.toHaveProperty("count");
    expect((await get("?states=published,none")).status).toBe(422);
  });

  it.each([
    ["2026-09-13T15:59:59Z", "2026-09-07"],
    ["2026-09-13T16:00:00Z", "2026-09-14"],
    ["2026-09-20T15:59:59Z", "2026-09-14"],
  ])("begins on Monday at midnight there: %s is of %s", (now, monday) => {
    expect(mondaysUntil(new Date(now), 2)).toEqual([
      new Date(Date.parse(monday) - 7 * 86_400_000).toISOString().slice(0, 10),
      monday,
    ]);
  });
});

describe("the list taken away as a file", () => {
  /** No cell of these has a comma in it. */
  const csvOf = (query: string, as?: string) => csvAt(`inspections/export?${query}`, as);
  const csvAt = async (path: string, as = "533103"): Promise<string[][]> => {
    const answer = await fetch(new URL(`/api/v1/${path}&format=csv`, harness.url), {
      headers: await harness.signedIn({ authority: as, actor: "taker" }),
    });
    expect(answer.status).toBe(200);
    const lines = (await answer.text()).replace("\uFEFF", "").trimEnd().split("\r\n");
    return lines.map((line) => line.split(","));
  };

  it("has the rows and the columns that were seen, in their order, in words", async () => {
    const [headings, ...rows] = await csvOf("order=due&columns=targetName,state,dueAt&counted=checked");
    expect(headings).toEqual(["检查对象", "状态", "期限"]);
    const seen = await listed("order=due&counted=checked");
    expect(rows.map(([name]) => name)).toEqual(seen.map(({ targetName }) => targetName));
    expect(rows.flat().filter((cell) => /^[a-z-]+$/.test(cell))).toEqual([]);
    const [english] = await csvOf("lang=en&columns=state");
    expect(english).toEqual(["State"]);
  });

  it("is there of the figures as well, by whom there is to do: leaders and items by their names (article 4)", async () => {
    const rowsOf = async (by: string, as?: string) =>
      (await csvAt(`inspections/figures/export?by=${by}`, as)).slice(1);
    const leads = await grouped("lead");
    expect((await rowsOf("lead")).map(([name, key, count]) => [name?.slice(0, 4), key, count])).toEqual(
      leads.map(({ key, count }) => ["检查人员", key, String(count)]),
    );
    const townships = (await rowsOf("township")).map(([name, code]) => [code, name]);
    expect(Object.fromEntries(townships)).toEqual({ 533103101: "芒市镇", 533103102: "", none: "" });
    expect((await rowsOf("item")).map(([, code, count]) => [code, count])).toEqual([
      ["I1", String(drawn.length)],
      ["I2", String(drawn.length)],
    ]);
    const [authority = [], ...others] = await rowsOf("authority", "533100");
    expect([others, authority.slice(1, 3)]).toEqual([[], ["533103", String(drawn.length)]]);
    expect(authority[0]).toContain("芒市");
    expect(await rowsOf("campaign", "533102")).toEqual([]);
  });

  it("is there of plans and campaigns, narrowed as they were seen, and nobody's who does not see them (article 3)", async () => {
    const [headings = [], ...campaigns] = await csvAt("campaigns/export?state=drawn");
    const open = await csvAt("campaigns/export?");
    expect(open[1]?.[headings.indexOf("检查总数")]).toBe(String(drawn.length));
    expect(
      campaigns.every((row) => row[headings.indexOf("状态")] === open[1]?.[headings.indexOf("状态")]),
    ).toBe(true);
    expect(await csvAt("campaigns/export?", "533102")).toHaveLength(1);
    const [names = [], plan = []] = await csvAt("plans/export?year=2026");
    expect([plan[names.indexOf("年度")], plan[names.indexOf("状态")]]).toEqual(["2026", "已公示"]);
    expect(await csvAt("plans/export?year=2025")).toHaveLength(1);
    const refused = await harness.call("GET", "/api/v1/plans/export?limit=5", { as: "533103" });
    expect(refused.status).toBe(422);
  });

  it("has all rows, whatever a page has, is nobody's who does not see them, and is on record", async () => {
    expect(await csvOf("columns=targetCode")).toHaveLength(drawn.length + 1);
    expect(await csvOf("", "533102")).toHaveLength(1);
    expect((await get("/export?columns=secret")).status).toBe(422);
    expect((await get("/export?limit=5")).status).toBe(422);
    const taken = async () => {
      const { body } = await harness.ask("GET", "/api/v1/audit?actor=taker&action=inspection/exported");
      return (body["items"] as { after: { rows: number } }[]).map(({ after }) => after.rows);
    };
    await expect.poll(taken).toContain(drawn.length);
  });
});
