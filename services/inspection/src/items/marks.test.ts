import { campaignDetail, planDetail } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders, campaigning } from "../testing/campaigns.ts";
import { sampleHeld, type Held } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { inspecting } from "../testing/inspections.ts";
import { approve, ordered } from "../testing/orders.ts";
import { unusedOf, unusedSince } from "./unused.ts";

let harness: InspectionHarness;
let held: Held;
beforeAll(async () => {
  held = sampleHeld(40);
  harness = await startInspectionHarness(held, new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

const read = (path: string, as = "533103") => harness.call("GET", path, { as });

describe("a repeal (article 8)", () => {
  it("is shown on each plan and open campaign that rests on it, and stops neither", async () => {
    const plan = planDetail.parse(
      (
        await harness.call("POST", "/api/v1/plans", {
          body: { year: 2026, title: "计划", entries: [builders] },
        })
      ).body,
    );
    const does = campaigning(harness);
    const campaign = campaignDetail.parse(await does.triggered(await does.publishedPlan([builders])));
    const marks = [`/api/v1/plans/${plan.id}/marks`, `/api/v1/campaigns/${campaign.id}/marks`];
    for (const path of marks) expect((await read(path)).body).toEqual({ items: [] });
    const basis = { id: plan.id, law: "建筑法", article: "第七条", validTo: "2026-12-31" };
    held.items = held.items.map((item) => (item.code === "I2" ? { ...item, repealed: [basis] } : item));
    const mark = { code: "I2", name: "抽查事项I2", inForce: true, repealed: [basis] };
    for (const path of marks) expect((await read(path)).body).toEqual({ items: [mark] });
    // Which plans and campaigns rest on an item their lists tell, however many there are.
    for (const [list, one] of [
      ["plans", plan.id],
      ["campaigns", campaign.id],
    ] as const) {
      const ids = async (items: string) =>
        ((await read(`/api/v1/${list}?items=${items}`)).body["items"] as { id: string }[]).map(
          ({ id }) => id,
        );
      expect(await ids("I9,I2")).toContain(one);
      expect(await ids("I9")).toEqual([]);
    }
    held.items = held.items.filter(({ code }) => code !== "I1");
    const gone = { code: "I1", name: null, inForce: false, repealed: [] };
    for (const path of marks) expect((await read(path, "533100")).body).toEqual({ items: [gone, mark] });
    for (const path of marks) expect((await read(path, "533102")).status).toBe(404);
    expect((await read(`/api/v1/campaigns/${campaign.id}`)).body).toMatchObject({ state: campaign.state });
    held.items = sampleHeld(40).items;
  });
});

describe("an item unused for five years (article 8)", () => {
  const item = (code: string, validFrom: string, validTo: string | null = null) => ({
    ...{ code, name: code, validFrom, validTo },
  });
  it("is named once it has been on the list for five years", () => {
    const list = [
      item("long", "2021-09-15"),
      item("new", "2021-09-16"),
      item("used", "2019-01-01"),
      item("used-before", "2019-01-01"),
      item("over", "2019-01-01", "2026-09-14"),
    ];
    const uses = new Map([
      ["used", "2021-09-16"],
      ["used-before", "2021-09-15"],
    ]);
    expect(unusedOf(list, uses, "2026-09-15").map(({ code }) => code)).toEqual(["long", "used-before"]);
    expect(unusedSince("2028-02-29")).toBe("2023-02-28");
  });

  it("is one by which no check began, whatever its origin", async () => {
    const team = inspecting(harness);
    const unused = async () =>
      ((await read("/api/v1/items/unused")).body["items"] as { code: string }[]).map(({ code }) => code);
    expect(await unused()).toEqual(["I1", "I2", "P1"]);
    const { id } = await ordered(harness);
    await team.act(id, "confirm", { statement: "均无利害关系" });
    await approve(harness, id);
    await team.beginCheck(id);
    expect(await unused()).toEqual(["P1"]);
  });
});
