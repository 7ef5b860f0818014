import { planDetail, type PlanDetail } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders, campaigning, type Campaigning } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/registry-side.ts";
import { startStand, until, type Stand } from "../testing/stand.ts";

let stand: Stand;
let prefecture: Campaigning;
const as = "533100";
const aboveRatio = { body: { code: "plan/ratio-above-cap" } };
/** Drawn once a year, at these ratios of each class. */
const once = (ratio: string) => ({
  ...builders,
  frequency: 1,
  ratios: { A: ratio, B: ratio, C: ratio, D: ratio },
});

beforeAll(async () => {
  stand = await startStand(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  prefecture = campaigning(stand, as);
}, 180_000);
afterAll(() => stand.close());

async function draft(year: number, entries: readonly object[]): Promise<PlanDetail> {
  const window = { from: `${year}-09-01`, to: `${year}-12-31` };
  const body = { year, title: `${year}年度计划`, entries: entries.map((entry) => ({ ...entry, window })) };
  return planDetail.parse((await stand.call("POST", "/api/v1/plans", { as, body })).body);
}
const publish = ({ id }: PlanDetail) =>
  stand.call("POST", `/api/v1/plans/${id}/commands/publish`, { as, body: {} });
const read = async ({ id }: PlanDetail) =>
  planDetail.parse((await stand.call("GET", `/api/v1/plans/${id}`, { as })).body);
const published = (plan: PlanDetail) =>
  until(
    () => read(plan),
    ({ state }) => state === "published",
  );
/** Disclosure is there again, and what waits for it is tried again. */
async function comesBack(): Promise<void> {
  stand.disclosure.away = false;
  await stand.skipTo(new Date((await stand.clock.now()).getTime() + 60_000));
}

describe("an authority's plans of a year count together (article 20)", () => {
  it("as soon as they are handed in, and an adjustment at the larger of what was and what will be", async () => {
    const full = await draft(2027, [once("0.01")]);
    const more = await draft(2027, [once("0.001")]);
    stand.disclosure.away = true;
    expect((await publish(full)).status).toBe(200);
    expect((await read(full)).state).toBe("publishing");
    expect(await publish(more)).toMatchObject(aboveRatio);
    await comesBack();
    const inForce = await published(full);

    stand.disclosure.away = true;
    const less = { ...once("0.009"), id: inForce.entries[0]?.id, window: inForce.entries[0]?.window };
    expect((await prefecture.adjust(full, [less])).status).toBe(200);
    expect(await publish(more)).toMatchObject(aboveRatio);
    await comesBack();
    await prefecture.madePublic(full);
    expect((await publish(more)).status).toBe(200);
    await published(more);
  }, 60_000);

  it("when two are handed in at the same moment: one is told that the other has the room", async () => {
    const two = [await draft(2028, [once("0.006")]), await draft(2028, [once("0.006")])];
    const answers = await Promise.all(two.map(publish));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    expect(answers.find(({ status }) => status === 422)).toMatchObject(aboveRatio);
    await Promise.all(two.filter((_, index) => answers[index]?.status === 200).map(published));
  }, 60_000);
});
