import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting } from "../testing/inspections.ts";
import { targetsAtCap, yearOf } from "./visits.ts";

let harness: InspectionHarness;
const held = sampleHeld(8);
const checkOn = "2026-09-15";
const all = { A: "1", B: "1", C: "1", D: "1" };
const entry = { ...builders, ratios: all, frequency: 1, alternates: 0 };
const [kept, neverMet] = ["T800001", "T800002"];
/** Visited under this code by 瑞丽, before anybody saw that it is the same firm as `kept`. */
let merged = "";
const visits = async (code: string) =>
  (await harness.call("GET", `/api/v1/targets/entity/${code}/visits`, { as: "533102" })).body;

beforeAll(async () => {
  harness = await startInspectionHarness(held, new Date("2026-09-15T01:00:00Z"));
  for (const as of ["533102", "533103"])
    await harness.call("PUT", "/api/v1/settings/caps", { as, body: { ratio: "1", frequency: 12 } });
  const ruili = inspecting(harness, "533102");
  for (const { id, targetCode } of await drawnInspections(harness, entry, undefined, { as: "533102" })) {
    await ruili.beginCheck(id);
    expect((await ruili.record(id)).status).toBe(200);
    merged = targetCode;
  }
  for (const code of [kept, neverMet])
    held.targets.entity.push({ code, riskClass: "B", category: "builder" });
}, 180_000);
afterAll(() => harness.close());

describe("targets that the registry has merged (articles 5, 20)", () => {
  it("have all visits under either code, once the registry has told", async () => {
    expect(await visits(kept)).toMatchObject({ items: [] });
    held.merges = [{ id: uuidv7(), authority: "533123", kind: "entity", kept, merged }];
    expect(await harness.watchMergesNow()).toBe(1);
    expect(await harness.watchMergesNow()).toBe(0);
    const visit = [{ on: checkOn, authority: "533102", origin: "draw" }];
    for (const code of [kept, merged]) expect(await visits(code)).toMatchObject({ items: visit });
    expect(await visits(neverMet)).toMatchObject({ items: [] });
  });

  it("are met by no draw of the year that met the other, also where they were merged a moment before", async () => {
    // The watch has not heard of what the commitment asks for itself.
    const told = held.merges;
    held.merges = [];
    expect(await harness.watchMergesNow()).toBe(1);
    held.merges = told;
    const drawn = await drawnInspections(harness, entry, undefined, { confirmed: false });
    expect(drawn.map(({ targetCode }) => targetCode)).toEqual([neverMet]);
    const { body } = await harness.call("GET", `/api/v1/campaigns/${String(drawn[0]?.campaignId)}`);
    expect(body).toMatchObject({ draw: { excluded: [{ ground: "inspected-this-year", number: 7 }] } });
  }, 60_000);

  it("are held to the cap of visits under both codes", async () => {
    const body = { perYear: 1, exemptOrigins: [], exemptKinds: [], source: "德政办〔2026〕5号" };
    await harness.call("PUT", "/api/v1/settings/visit-cap", { as: "533100", body });
    const atCap = await harness.database.as("system", (work) =>
      targetsAtCap(work, "entity", yearOf(2026), body),
    );
    expect(atCap).toContain(kept);
    expect(atCap).toContain(merged);
    expect(atCap).not.toContain(neverMet);
    // An inspection of the kept one that there is already does not begin.
    const [one] = await harness.database.as("system", (work) =>
      work
        .updateTable("inspection")
        .set({ target_code: kept })
        .where("target_code", "=", neverMet)
        .returning("id")
        .execute(),
    );
    const id = one?.id ?? "";
    const mangshi = inspecting(harness);
    await mangshi.act(id, "confirm", { statement: "均无利害关系" });
    const notice = { deliveredTo: "前台", method: "in-person", checkOn };
    expect((await mangshi.act(id, "notify", notice)).status).toBe(200);
    const begin = { shownCertificates: await mangshi.officers(id), place: "办公地点" };
    expect(await mangshi.act(id, "begin", begin)).toMatchObject({
      status: 409,
      body: { code: "inspection/visit-cap" },
    });
  }, 60_000);

  it("are two again once that is undone", async () => {
    held.merges = [];
    expect(await harness.watchMergesNow()).toBe(1);
    expect(await visits(kept)).toMatchObject({ items: [] });
    expect((await visits(merged))["items"]).toHaveLength(1);
  });
});
