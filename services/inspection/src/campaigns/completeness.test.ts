import { afterAll, beforeAll, expect, it } from "vitest";
import { builders, campaigning, twoWitnesses } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(80), new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

it("a draw is published with how complete its registry was when it was committed to, so that leaving somebody out shows (articles 10, 15)", async () => {
  const counted = [
    { code: "lists-compared" as const, value: 2 },
    { code: "unregistered-permits" as const, value: 3 },
    { code: "removed-not-supervised" as const, value: 4 },
    { code: "inspectors-certificate" as const, value: 1 },
  ];
  harness.registry.held.completeness = counted;
  const does = campaigning(harness);
  await does.approveVenue();
  const campaign = await does.triggered(await does.publishedPlan([builders]));
  await does.setScheme(campaign.id);
  await does.bind(campaign, twoWitnesses());
  expect((await does.commit(campaign.id)).status).toBe(200);
  // What is found later is of a later draw.
  harness.registry.held.completeness = [{ code: "lists-compared", value: 0 }];
  const { drawId } = await does.announced(campaign.id);
  expect(harness.disclosure.draws.get(drawId)?.announcement.statistics).toEqual(
    expect.arrayContaining(counted),
  );
});
