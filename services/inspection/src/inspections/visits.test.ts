import { planDetail, planPreview, type InspectionDetail, type VisitCap } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders, campaigning, twoWitnesses } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";

let harness: InspectionHarness;
let mangshi: Inspecting;
/** What 芒市 drew of targets that 瑞丽 visited once this year. */
let second: InspectionDetail[] = [];
const checkOn = "2026-09-15";

const all = { A: "1", B: "1", C: "1", D: "1" };
const half = { A: "0.5", B: "0.5", C: "0.5", D: "0.5" };
const entry = (ratios: object) => ({ ...builders, ratios, frequency: 1, alternates: 0 });
const again = { liftInspected: { reason: "举报集中" } };
const put = (as: string, name: string, body: object) =>
  harness.call("PUT", `/api/v1/settings/${name}`, { as, body });
const cap = (changes: Partial<VisitCap> = {}) => ({
  perYear: 1,
  exemptOrigins: [],
  exemptKinds: [],
  source: "德政办〔2026〕5号",
  ...changes,
});
const capBy = async (as: string, changes: Partial<VisitCap> = {}) => {
  expect((await put(as, "visit-cap", cap(changes))).status).toBe(200);
};
const ledger = async (as: string, code: string, query = "") =>
  (await harness.call("GET", `/api/v1/targets/entity/${code}/visits${query}`, { as })).body;

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(16), new Date("2026-09-15T01:00:00Z"));
  mangshi = inspecting(harness);
  for (const as of ["533102", "533103"]) await put(as, "caps", { ratio: "1", frequency: 12 });
  const ruili = inspecting(harness, "533102");
  for (const { id } of await drawnInspections(harness, entry(all), undefined, { as: "533102" })) {
    await ruili.beginCheck(id);
    expect((await ruili.record(id)).status).toBe(200);
  }
  second = await drawnInspections(harness, { ...entry(half), ...again });
}, 180_000);
afterAll(() => harness.close());

describe("the cap of visits as a setting (article 20)", () => {
  const read = async (as: string) => (await harness.call("GET", "/api/v1/settings/visit-cap", { as })).body;

  it("holds in the counties as the prefecture sets it, which may tighten it and not loosen it", async () => {
    expect(await read("533103")).toEqual(cap({ perYear: null, source: null }));
    await capBy("533100", { perYear: 2 });
    expect(await read("533103")).toEqual(cap({ perYear: 2 }));
    const looser = await put("533103", "visit-cap", cap({ perYear: 3 }));
    expect(looser).toMatchObject({ status: 409, body: { code: "visits/above-superior" } });
    await capBy("533122", { perYear: 1, source: "本县规定" });
    expect(await read("533122")).toEqual(cap({ source: "本县规定" }));
    // Nothing looser holds than what the prefecture has now, whatever was set before.
    await capBy("533100", { exemptOrigins: ["complaint"] });
    expect(await read("533122")).toEqual(cap({ source: "本县规定" }));
    const unsourced = await put("533100", "visit-cap", cap({ source: null }));
    expect(unsourced).toMatchObject({ status: 422, body: { code: "body/invalid" } });
  });
});

describe("the ledger of visits to a target (articles 5, 20)", () => {
  const code = () => second[0]?.targetCode ?? "";

  it("shows whose they were to that authority and its superior, to a sibling the day alone", async () => {
    await capBy("533100");
    const own = { on: checkOn, authority: "533102", origin: "draw", kind: "daily" };
    for (const as of ["533102", "533100"])
      expect(await ledger(as, code())).toMatchObject({ counted: 1, items: [own] });
    const siblings = await ledger("533103", code());
    expect(siblings).toMatchObject({ year: 2026, counted: 1, cap: { perYear: 1 } });
    const day = { on: checkOn, authority: null, inspectionId: null, origin: null, kind: null };
    expect(siblings["items"]).toEqual([day]);
    expect(await ledger("533103", code(), "?year=2025")).toMatchObject({ year: 2025, items: [], counted: 0 });
  });

  it("holds up a check that would pass the cap, whoever made the visits, and writes nothing", async () => {
    const [one] = second;
    const id = one?.id ?? "";
    await capBy("533100");
    const notice = { deliveredTo: "前台", method: "in-person", checkOn };
    expect((await mangshi.act(id, "notify", notice)).status).toBe(200);
    const begin = async () =>
      mangshi.act(id, "begin", { shownCertificates: await mangshi.officers(id), place: "办公地点" });
    expect(await begin()).toMatchObject({ status: 409, body: { code: "inspection/visit-cap" } });
    expect(await mangshi.read(id)).toMatchObject({ state: "notified" });
    expect((await ledger("533103", code()))["items"]).toHaveLength(1);
    // A kind that the prefecture exempts neither counts nor is held up.
    await capBy("533100", { exemptKinds: ["daily"] });
    expect(await ledger("533103", code())).toMatchObject({ counted: 0 });
    expect((await begin()).status).toBe(200);
    expect((await mangshi.record(id)).status).toBe(200);
  });
});

describe("two checks of one target that begin at the same moment (article 20)", () => {
  it("do not both take its last visit", async () => {
    // Given two that came to the same target, as no draw makes them, but a complaint beside a draw would.
    const [, one, other] = second;
    const ids = [one?.id ?? "", other?.id ?? ""];
    await harness.database.as("system", (work) =>
      work.updateTable("inspection").set({ target_code: "T900000" }).where("id", "in", ids).execute(),
    );
    await capBy("533100");
    for (const id of ids) {
      const notice = { deliveredTo: "前台", method: "in-person", checkOn };
      expect((await mangshi.act(id, "notify", notice)).status).toBe(200);
    }
    const begins = ids.map(async (id) =>
      mangshi.act(id, "begin", { shownCertificates: await mangshi.officers(id), place: "办公地点" }),
    );
    const answers = await Promise.all(begins);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(answers.find(({ status }) => status === 409)?.body["code"]).toBe("inspection/visit-cap");
    expect((await ledger("533103", "T900000"))["items"]).toHaveLength(1);
    const begun = ids[answers.findIndex(({ status }) => status === 200)] ?? "";
    expect((await mangshi.record(begun)).status).toBe(200);
    for (const id of ids.filter((id) => id !== begun))
      expect((await mangshi.act(id, "cancel", { reason: "企业停产" })).status).toBe(200);
  });
});

describe("targets at the cap of visits (article 20)", () => {
  it("are counted in a plan's preview and left out of its draw, by number and ground", async () => {
    const [visitedTwice, , , ...others] = second;
    for (const { id } of others)
      expect((await mangshi.act(id, "cancel", { reason: "企业停产" })).status).toBe(200);
    await capBy("533100", { perYear: 2 });
    expect(await ledger("533103", visitedTwice?.targetCode ?? "")).toMatchObject({ counted: 2 });
    const does = campaigning(harness);
    const body = { year: 2026, title: "补充计划", entries: [{ ...entry(half), ...again }] };
    const plan = planDetail.parse((await harness.call("POST", "/api/v1/plans", { body })).body);
    const preview = async () =>
      planPreview.parse((await harness.call("GET", `/api/v1/plans/${plan.id}/preview`)).body).entries[0];
    expect(await preview()).toMatchObject({ atVisitCap: 1 });
    await capBy("533100", { perYear: 3 });
    const { visits = [], atVisitCap } = (await preview()) ?? {};
    expect([atVisitCap, visits.reduce((sum, { oneLeft }) => sum + oneLeft, 0)]).toEqual([0, 1]);
    await capBy("533100", { perYear: 2, exemptKinds: ["daily"] });
    expect(await preview()).toMatchObject({ atVisitCap: 0 });
    await capBy("533100", { perYear: 2 });
    const campaign = await does.triggered(await does.madePublic(plan));
    await does.approveVenue();
    await does.setScheme(campaign.id);
    await does.bind(campaign, twoWitnesses());
    expect((await does.commit(campaign.id)).status).toBe(200);
    expect((await does.read(campaign.id)).draw.excluded).toEqual([{ ground: "visit-cap", number: 1 }]);
  });
});
