import { planDetail, type PlanDetail } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders, campaigning, publishPlan, twoWitnesses, type Campaigning } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
let prefecture: Campaigning;
const as = "533100";
const aboveFrequency = { body: { code: "plan/frequency-above-cap" } };
const aboveRatio = { body: { code: "plan/ratio-above-cap" } };
/** Drawn once a year, at these ratios of each class. */
const once = (ratio: string) => ({
  ...builders,
  frequency: 1,
  ratios: { A: ratio, B: ratio, C: ratio, D: ratio },
});

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(800), new Date("2026-09-15T01:00:00Z"));
  prefecture = campaigning(harness, as);
}, 180_000);
afterAll(() => harness.close());

async function draft(year: number, entries: readonly object[]): Promise<PlanDetail> {
  const window = { from: `${year}-09-01`, to: `${year}-12-31` };
  const body = { year, title: `${year}年度计划`, entries: entries.map((entry) => ({ ...entry, window })) };
  return planDetail.parse((await harness.call("POST", "/api/v1/plans", { as, body })).body);
}
const publish = ({ id }: PlanDetail) => publishPlan(harness, id, as);
const read = async ({ id }: PlanDetail) =>
  planDetail.parse((await harness.call("GET", `/api/v1/plans/${id}`, { as })).body);
const published = (plan: PlanDetail) =>
  until(
    () => read(plan),
    ({ state }) => state === "published",
  );
/** Disclosure is there again, and what waits for it is tried again. */
async function comesBack(): Promise<void> {
  harness.disclosure.away = false;
  await harness.skipTo(new Date((await harness.clock.now()).getTime() + 60_000));
}

describe("an authority's plans of a year count together (article 20)", () => {
  it("as soon as they are handed in, and an adjustment both as what was and as what will be", async () => {
    const full = await draft(2027, [once("0.01")]);
    const more = await draft(2027, [once("0.001")]);
    harness.disclosure.away = true;
    expect((await publish(full)).status).toBe(200);
    expect((await read(full)).state).toBe("publishing");
    expect(await publish(more)).toMatchObject(aboveRatio);
    await comesBack();
    const inForce = await published(full);

    harness.disclosure.away = true;
    const less = { ...once("0.009"), id: inForce.entries[0]?.id, window: inForce.entries[0]?.window };
    expect((await prefecture.adjust(full, [less])).status).toBe(200);
    expect(await publish(more)).toMatchObject(aboveRatio);
    await comesBack();
    await prefecture.madePublic(full);
    expect((await publish(more)).status).toBe(200);
    await published(more);
  }, 60_000);

  it("and where the revision that draws less has the smaller scope, the cap holds with it too", async () => {
    const developers = { targetKind: "entity", categories: ["developer"] };
    const all = await draft(2029, [{ ...once("0.005"), scope: { targetKind: "entity", categories: [] } }]);
    const more = await draft(2029, [{ ...once("0.02"), scope: developers }]);
    expect((await publish(all)).status).toBe(200);
    const { entries } = await published(all);

    // Given 4 of 800 in force, which are to become 1 of 200, another 4 of the same 200 are too many before they are.
    harness.disclosure.away = true;
    const kept = { id: entries[0]?.id, window: entries[0]?.window };
    expect((await prefecture.adjust(all, [{ ...once("0.005"), ...kept, scope: developers }])).status).toBe(
      200,
    );
    expect(await publish(more)).toMatchObject(aboveRatio);
    await comesBack();
    await prefecture.madePublic(all);
    expect(await publish(more)).toMatchObject(aboveRatio);
  }, 60_000);

  it("and one that disclosure may still refuse makes no room for another", async () => {
    const all = await draft(2030, [{ ...once("0"), scope: { targetKind: "entity", categories: [] } }]);
    const more = await draft(2030, [once("0.012")]);
    harness.disclosure.away = true;
    expect((await publish(all)).status).toBe(200);
    expect(await publish(more)).toMatchObject(aboveRatio);
    await comesBack();
    await published(all);
    expect((await publish(more)).status).toBe(200);
    await published(more);
  }, 60_000);

  it("when two are handed in at the same moment: one is told that the other has the room", async () => {
    const two = [await draft(2028, [once("0.006")]), await draft(2028, [once("0.006")])];
    const answers = await Promise.all(two.map(publish));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.find(({ status }) => status === 422)).toMatchObject(aboveRatio);
    await Promise.all(two.filter((_, index) => answers[index]?.status === 200).map(published));
  }, 60_000);
});

describe("what was drawn stays counted for the year, whatever an adjustment makes of its entry (article 20)", () => {
  /** A campaign of the plan's one entry that lacks nothing but its commitment. */
  async function ready(plan: PlanDetail): Promise<string> {
    const { id, ...campaign } = await prefecture.triggered(plan);
    await prefecture.setScheme(id);
    await prefecture.bind({ id, ...campaign }, twoWitnesses());
    return id;
  }

  it("and an entry under a new id has the draws of the one it replaces", async () => {
    await prefecture.approveVenue();
    // Given an entry that draws 3 of 600 twice a year, the whole cap, and is drawn once.
    const plan = await prefecture.publishedPlan([{ ...once("0.005"), frequency: 2 }]);
    const first = await ready(plan);
    const second = await ready(plan);
    expect((await prefecture.commit(first)).status).toBe(200);
    await prefecture.announced(first);

    // When it gets a new id, it is drawn once more a year at most, and no more than is left of the cap.
    expect(await prefecture.adjust(plan, [{ ...once("0.005"), frequency: 2 }])).toMatchObject(aboveFrequency);
    expect(await prefecture.adjust(plan, [once("0.006")])).toMatchObject(aboveRatio);
    const kept = { ...once("0.005"), id: plan.entries[0]?.id };
    expect(await prefecture.adjust(plan, [{ ...kept, ...once("0.0051"), frequency: 2 }])).toMatchObject(
      aboveRatio,
    );
    expect((await prefecture.adjust(plan, [once("0.005")])).status).toBe(200);

    // What it replaces is not drawn any more, from when the adjustment is handed in.
    expect(await prefecture.commit(second)).toMatchObject({ body: { code: "plan/wrong-state" } });
    const adjusted = await prefecture.madePublic(plan);
    expect(await prefecture.commit(second)).toMatchObject({ body: { code: "plan/not-published" } });
    const path = `/api/v1/plans/${plan.id}/entries/${adjusted.entries[0]?.id}/campaigns`;
    expect((await harness.call("POST", path, { as, body: {} })).status).toBe(201);
    expect(await harness.call("POST", path, { as, body: {} })).toMatchObject(aboveFrequency);

    // The year's other plans find no room either.
    expect(await publish(await draft(2026, [once("0.001")]))).toMatchObject(aboveRatio);
  }, 60_000);

  it("but one that was in force beside it keeps all its own", async () => {
    // Targets that no other draw of these tests is over.
    const gas = Array.from({ length: 100 }, (_, index) => ({
      code: `G${String(index).padStart(6, "0")}`,
      riskClass: "A" as const,
      category: "gas-supplier",
    }));
    harness.registry.held.targets.entity.unshift(...gas);
    const county = campaigning(harness, "533102");
    await county.approveVenue();
    const caps = { ratio: "0.1", frequency: 2 };
    expect((await harness.call("PUT", "/api/v1/settings/caps", { as: "533102", body: caps })).status).toBe(
      200,
    );
    const scope = { targetKind: "entity", categories: ["gas-supplier"] };
    const twice = { ...once("0.01"), scope, frequency: 2 };
    const plan = await county.publishedPlan([twice]);
    const first = await county.triggered(plan);
    await county.setScheme(first.id);
    await county.bind(first, twoWitnesses());
    expect((await county.commit(first.id)).status).toBe(200);

    // Given an entry that is drawn, when a second one comes beside it, and then the first one goes.
    const kept = { ...twice, id: plan.entries[0]?.id };
    expect((await county.adjust(plan, [kept, twice])).status).toBe(200);
    const both = await county.madePublic(plan);
    expect((await county.adjust(plan, [{ ...twice, id: both.entries[1]?.id }])).status).toBe(200);
    await county.madePublic(plan);
    expect(await county.adjust(plan, [twice])).toMatchObject(aboveFrequency);
  }, 60_000);

  it("and of two campaigns no more are drawn than the plan in force has by then", async () => {
    const county = campaigning(harness, "533124");
    await county.approveVenue();
    const scope = { targetKind: "entity", categories: ["developer"] };
    const developers = { ...once("0.05"), scope };
    const plan = await county.publishedPlan([{ ...developers, frequency: 2 }]);
    const campaigns = [await county.triggered(plan), await county.triggered(plan)];
    for (const campaign of campaigns) {
      await county.setScheme(campaign.id);
      await county.bind(campaign, twoWitnesses());
    }
    const kept = { ...developers, id: plan.entries[0]?.id };
    expect((await county.adjust(plan, [kept])).status).toBe(200);
    await county.madePublic(plan);
    const commits = await Promise.all(campaigns.map(({ id }) => county.commit(id)));
    expect(commits.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(commits.find(({ status }) => status !== 200)).toMatchObject(aboveFrequency);
  }, 60_000);
});
