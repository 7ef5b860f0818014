import { inspectionList } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders, campaigning, twoWitnesses } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  harness.registry.held.targets.project = Array.from({ length: 40 }, (_, index) => ({
    code: `P${String(index).padStart(2, "0")}`,
    riskClass: "D",
    category: "housing",
  }));
}, 180_000);
afterAll(() => harness.close());

describe("a campaign whose plan was adjusted after its trigger (articles 8, 17)", () => {
  it("is drawn for the items in force, and drawn again after a void for those that it had", async () => {
    const does = campaigning(harness);
    await does.approveVenue();
    const plan = await does.publishedPlan([builders]);
    const entryId = plan.entries[0]?.id;
    const campaign = await does.triggered(plan);
    await does.setScheme(campaign.id);
    const [kept, silent] = twoWitnesses();
    await does.bind(campaign, [kept, silent]);
    const repealed = harness.registry.held.items.find(({ code }) => code === "I2");
    if (repealed === undefined) throw new Error("an item");
    repealed.inForce = false;
    expect(await does.commit(campaign.id)).toMatchObject({ body: { code: "item/not-in-force" } });

    // When the plan does without the repealed item, the campaign does as well.
    expect((await does.adjust(plan, [{ ...builders, id: entryId, items: ["I1"] }])).status).toBe(200);
    const adjusted = await does.madePublic(plan);
    expect((await does.commit(campaign.id)).status).toBe(200);
    const committed = await does.announced(campaign.id);
    expect(committed).toMatchObject({ itemCodes: ["I1"], draw: { planVersion: adjusted.planVersion } });

    // A draw that is repeated is what the void one was, whatever the plan says by then.
    repealed.inForce = true;
    expect((await does.adjust(plan, [{ ...builders, id: entryId }])).status).toBe(200);
    await does.madePublic(plan);
    await does.contribute(campaign.id, kept);
    await harness.skipTo(new Date("2026-09-17T03:00:00Z"));
    await does.reached(campaign.id, "void");
    const redraw = { reason: "更换见证人", document: "德建〔2026〕9号" };
    const path = `/api/v1/campaigns/${campaign.id}/commands/redraw`;
    await expect
      .poll(() => harness.call("POST", path, { as: "533100", body: redraw }))
      .toMatchObject({ status: 200 });
    const anew = await does.read(campaign.id);
    const witnesses = [kept, { ...silent, name: "丙" }];
    await does.bind(anew, witnesses);
    expect((await does.commit(campaign.id)).status).toBe(200);
    expect(await does.announced(campaign.id)).toMatchObject({
      itemCodes: ["I1"],
      draw: { planVersion: adjusted.planVersion },
    });
  }, 60_000);

  it("is drawn from the registry that the plan in force names", async () => {
    const does = campaigning(harness, "533102");
    await does.approveVenue();
    const plan = await does.publishedPlan([builders]);
    const campaign = await does.triggered(plan);
    await does.setScheme(campaign.id);
    const witnesses = twoWitnesses();
    await does.bind(campaign, witnesses);
    const projects = { items: ["P1"], scope: { targetKind: "project", categories: [] } };
    const ratios = { ...builders.ratios, D: "0.1" };
    const entry = { ...builders, ...projects, ratios, frequency: 1, id: plan.entries[0]?.id };
    expect((await does.adjust(plan, [entry])).status).toBe(200);
    await does.madePublic(plan);
    expect((await does.commit(campaign.id)).status).toBe(200);
    expect(await does.announced(campaign.id)).toMatchObject({ targetKind: "project", itemCodes: ["P1"] });
    for (const witness of witnesses) await does.contribute(campaign.id, witness);
    await does.reached(campaign.id, "running");
    const path = `/api/v1/inspections?campaign=${campaign.id}`;
    const { items } = inspectionList.parse((await harness.call("GET", path, { as: "533102" })).body);
    expect(items.map(({ targetKind }) => targetKind)).toEqual(["project", "project", "project", "project"]);
  }, 60_000);
});
