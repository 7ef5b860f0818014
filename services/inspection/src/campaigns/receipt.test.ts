import type { PlanDetail } from "@shuangsui/contracts";
import { witnessHash } from "@shuangsui/lottery";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  builders,
  campaigning,
  signedInAs,
  twoWitnesses,
  type Bound,
  type Campaigning,
} from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
let does: Campaigning;
let plan: PlanDetail;
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  does = campaigning(harness);
  plan = await does.publishedPlan([builders]);
}, 180_000);
afterAll(() => harness.close());

/** A campaign that lacks its second witness. */
async function withOneWitness() {
  const campaign = await does.triggered(plan);
  const [first, second] = twoWitnesses();
  expect((await does.approveVenue()).status).toBe(200);
  expect((await does.setScheme(campaign.id)).status).toBe(200);
  await does.bind(campaign, [first]);
  const bind = (one: Bound) =>
    harness.ask("POST", `/api/v1/campaigns/${campaign.id}/witnesses`, {
      body: { hash: witnessHash(campaign.drawId, one.name, one.contribution) },
      ...signedInAs(one),
    });
  return { ...campaign, bindSecond: () => bind(second) };
}

describe("a campaign while the engine is away", () => {
  it("is told of a witness at once, and is committed to when the engine is back", async () => {
    const campaign = await withOneWitness();
    harness.engine.up = false;
    expect((await campaign.bindSecond()).status).toBe(200);
    const path = `/api/v1/campaigns/${campaign.id}/commands/commit`;
    const committing = await harness.ask("POST", path, { body: {} });
    expect(committing.status).toBe(202);
    harness.engine.up = true;
    await harness.relayNow();
    expect((await harness.decided(String(committing.body["commandId"]))).status).toBe(200);
    expect((await does.announced(campaign.id)).draw.witnesses).toHaveLength(2);
  }, 60_000);

  it("decides what is asked after a commitment only when that is decided, in the order of receipt", async () => {
    const campaign = await withOneWitness();
    harness.engine.up = false;
    const path = `/api/v1/campaigns/${campaign.id}/commands/commit`;
    const committing = await harness.ask("POST", path, { body: {} });
    const binding = await campaign.bindSecond();
    expect([committing.status, binding.status]).toEqual([202, 202]);
    harness.engine.up = true;
    await harness.relayNow();
    expect(await harness.decided(String(committing.body["commandId"]))).toMatchObject({
      status: 409,
      body: { code: "draw/witnesses-missing" },
    });
    expect((await harness.decided(String(binding.body["commandId"]))).status).toBe(200);
    expect((await does.read(campaign.id)).draw.witnesses).toHaveLength(2);
  }, 60_000);
});
