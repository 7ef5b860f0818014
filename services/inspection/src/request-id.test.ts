import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { builders, campaigning, twoWitnesses } from "./testing/campaigns.ts";
import { sampleHeld } from "./testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "./testing/harness.ts";

let harness: InspectionHarness;
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-14T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

/** Calls under a request id of the caller's own. */
const call = async (method: "GET" | "POST", path: string, requestId: string) =>
  fetch(new URL(path, harness.url), {
    method,
    headers: {
      ...(await harness.signedIn()),
      "x-request-id": requestId,
      "idempotency-key": uuidv7(),
      ...(method === "GET" ? {} : { "content-type": "application/json" }),
    },
    ...(method === "GET" ? {} : { body: "{}" }),
  });
const lists = ["/api/v1/snapshot/targets", "/api/v1/snapshot/inspectors", "/api/v1/snapshot/conflicts"];
const heard = (path: string) => harness.registry.requestIds.get(path) ?? [];

it("a caller's request id goes on to the registry, from the route and through the workflow alike", async () => {
  const county = campaigning(harness);
  await county.approveVenue();
  const plan = await county.publishedPlan([builders]);

  const preview = uuidv7();
  const previewed = await call("GET", `/api/v1/plans/${plan.id}/preview`, preview);
  expect(previewed.headers.get("x-request-id")).toBe(preview);
  expect(heard("/api/v1/snapshot/targets")).toContain(preview);

  const campaign = await county.triggered(plan);
  await county.setScheme(campaign.id);
  await county.bind(campaign, twoWitnesses());
  const commitment = uuidv7();
  await call("POST", `/api/v1/campaigns/${campaign.id}/commands/commit`, commitment);
  await county.reached(campaign.id, "committed");
  for (const path of lists) expect(heard(path)).toContain(commitment);
});
