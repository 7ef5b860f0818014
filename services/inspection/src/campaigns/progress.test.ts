import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders, campaigning, twoWitnesses } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(4_200), new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

it("a commitment that lasts shows supervisors how far it is, and nothing once it is done (article 23)", async () => {
  const does = campaigning(harness);
  const campaign = await does.triggered(await does.publishedPlan([builders]));
  await does.approveVenue();
  await does.setScheme(campaign.id);
  await does.bind(campaign, twoWitnesses());
  expect((await does.read(campaign.id)).progress).toBeNull();

  const held = Promise.withResolvers<void>();
  harness.registry.onTargets = () => held.promise;
  const committing = does.commit(campaign.id);
  const prefecture = campaigning(harness, "533100");
  const shown = await until(
    () => prefecture.read(campaign.id),
    ({ progress }) => (progress?.done ?? 0) > 0 && progress?.total !== null,
  );
  const { phase, done, total } = shown.progress ?? {};
  expect(phase).toBe("reading");
  expect(total).toBeGreaterThan(done ?? 0);

  held.resolve();
  expect([200, 202]).toContain((await committing).status);
  const { progress } = await does.announced(campaign.id);
  expect(progress).toBeNull();
}, 60_000);
