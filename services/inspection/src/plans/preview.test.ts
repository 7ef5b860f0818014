import { planList, planPreview } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
const held = sampleHeld(160);
const window = { from: "2027-09-01", to: "2027-12-31" };
const entry = { ...builders, window, frequency: 1 };
const all = { ...entry, title: "全部企业", scope: { targetKind: "entity", categories: [] } };

beforeAll(async () => {
  harness = await startInspectionHarness(held, new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

const asked = (body: object, options: object = {}) =>
  harness.call("POST", "/api/v1/plan-previews", { body: { year: 2027, ...body }, ...options });
const previewed = async (body: object) => planPreview.parse((await asked(body)).body);
const builderCodes = held.targets.entity
  .filter(({ category }) => category === "builder")
  .map(({ code }) => code)
  .toSorted();

describe("a plan that is not saved (articles 18, 20, 21)", () => {
  it("is previewed as it stands, with what the public would read and what the caps allow, and nothing is written", async () => {
    const preview = await previewed({ title: "2027年度计划", entries: [entry] });
    expect(preview).toMatchObject({ year: 2027, refusals: [], visitCap: { perYear: null } });
    expect(preview.publicText?.summary).toContain("2027年度计划");
    expect(preview.publicText?.sections[0]?.text).toContain(entry.title);
    const [use] = preview.ratioUse;
    const [own] = preview.entries;
    expect(use).toMatchObject({ targetKind: "entity", registry: builderCodes.length, drawn: use?.own });
    expect(use?.most).toBe(builderCodes.length * Number(preview.caps.ratio));
    expect(own?.visits.reduce((sum, { free }) => sum + free, 0)).toBe(own?.population);
    const { body } = await harness.ask("GET", "/api/v1/plans");
    expect(planList.parse(body).items).toEqual([]);
  });

  it("tells who two of its entries share, by their first codes, and what it lacks, with the entry", async () => {
    const { entries, refusals, publicText } = await previewed({ entries: [entry, { ...all, items: [] }] });
    expect(entries[0]?.alsoIn).toEqual([
      {
        entryId: entries[1]?.entryId,
        title: all.title,
        targetKind: "entity",
        population: builderCodes.length,
        twice: false,
        codes: builderCodes.slice(0, 20),
      },
    ]);
    expect(refusals).toMatchObject([{ code: "plan/incomplete", errors: [{ path: "/entries/1/items" }] }]);
    expect(publicText).toBeNull();
  });

  it("is previewed over a saved one by its own authority alone, by whoever writes plans", async () => {
    const saved = await harness.call("POST", "/api/v1/plans", {
      body: { year: 2027, title: "已存", entries: [entry] },
    });
    const body = { plan: saved.body["id"], entries: [entry] };
    expect((await asked(body)).status).toBe(200);
    expect(await asked(body, { as: "533102" })).toMatchObject({ body: { code: "not-found" } });
    expect(await asked(body, { as: "533100" })).toMatchObject({ body: { code: "not-found" } });
  });
});
