import { planDetail, planPreview, type PlanDetail, type SavedFilter } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders, publishPlan } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { categoriesOf, leastOf, narrowedKey, type Populations } from "./populations.ts";

const as = "533103";
const filter: SavedFilter = {
  ...{ id: "0190d4f5-0000-7000-8000-000000000001", authority: as, register: "entities", name: "前一百家" },
  ...{ query: { q: "T0000", sort: "-name" }, shared: true, actor: "planner-1", version: 3 },
  updatedAt: "2026-09-01T00:00:00.000Z",
};
const held = sampleHeld(800);
let harness: InspectionHarness;
beforeAll(async () => {
  held.filters.push(filter);
  harness = await startInspectionHarness(held, new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

const draft = async (scope: object): Promise<PlanDetail> => {
  const body = {
    year: 2027,
    title: "2027年度计划",
    entries: [{ ...builders, scope, frequency: 1, window: { from: "2027-09-01", to: "2027-12-31" } }],
  };
  const answer = await harness.call("POST", "/api/v1/plans", { as, body });
  return planDetail.parse(answer.body);
};
const publish = ({ id }: PlanDetail) => publishPlan(harness, id, as);
const read = async ({ id }: PlanDetail) =>
  planDetail.parse((await harness.call("GET", `/api/v1/plans/${id}`, { as })).body);
const narrowed = { targetKind: "entity", categories: ["builder"], filter: filter.id };

describe("a plan's scope that names a filter (articles 18, 20)", () => {
  it("has the targets that the filter gives of its categories, and keeps the filter as it was when it was published", async () => {
    const plan = await draft(narrowed);
    const preview = planPreview.parse(
      (await harness.call("GET", `/api/v1/plans/${plan.id}/preview`, { as })).body,
    );
    expect(preview.entries[0]?.population).toBe(
      held.targets.entity.filter(({ code, category }) => code.startsWith("T0000") && category === "builder")
        .length,
    );
    expect((await publish(plan)).status).toBe(200);
    const { entries } = await until(
      () => read(plan),
      ({ state }) => state === "published",
    );
    const pinned = { id: filter.id, name: "前一百家", version: 3, query: { q: "T0000" } };
    expect(entries[0]).toMatchObject({ scope: narrowed, filtered: pinned });
    // When the filter is changed afterwards
    filter.query = { q: "T" };
    filter.version = 4;
    // Then the plan stands as it was published.
    expect((await read(plan)).entries[0]).toMatchObject({ filtered: pinned });
  }, 60_000);

  it("is not published where not all share the filter, or it narrows by persons", async () => {
    const notUsable = {
      status: 422,
      body: { code: "plan/filter-not-usable", errors: [{ path: "/entries/0/scope/filter" }] },
    };
    const unknown = await draft({ ...narrowed, filter: "0190d4f5-0000-7000-8000-000000000009" });
    expect(await publish(unknown)).toMatchObject(notUsable);
    held.filters.push({ ...filter, id: "0190d4f5-0000-7000-8000-000000000002", query: { person: "刀" } });
    const byPersons = await draft({ ...narrowed, filter: "0190d4f5-0000-7000-8000-000000000002" });
    expect(await publish(byPersons)).toMatchObject(notUsable);
  }, 60_000);
});

describe("the registry in scopes that filters narrow (article 20)", () => {
  const counts = (each: number) => ({ A: each, B: 0, C: 0, D: 0 });
  const key = narrowedKey("f", ["builder"]);
  const populations: Populations = {
    entity: new Map([
      ["builder", counts(10)],
      ["developer", counts(4)],
      [key, counts(3)],
    ]),
    project: new Map(),
  };
  const scope = { targetKind: "entity", categories: ["builder"] } as const;

  it("is what the filter gives, and of a scope without one nothing of any filter's", () => {
    expect(categoriesOf(populations, { ...scope, filter: "f" })).toEqual([key]);
    expect(categoriesOf(populations, { ...scope, categories: [] })).toEqual(["builder", "developer"]);
  });

  it("is all of the categories where another plan's filter was not counted, and together no more than is certain", () => {
    expect(categoriesOf(populations, { ...scope, filter: "g" })).toEqual(["builder"]);
    expect(leastOf(populations, "entity", [key])).toBe(3);
    expect(leastOf(populations, "entity", [key, "builder"])).toBe(10);
    expect(leastOf(populations, "entity", [key, "developer"])).toBe(4);
  });
});
