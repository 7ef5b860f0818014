import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders } from "./testing/campaigns.ts";
import { sampleHeld } from "./testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "./testing/harness.ts";
import { drawnInspections, inspecting } from "./testing/inspections.ts";

let harness: InspectionHarness;
let inspection: { id: string; campaignId: string | null };
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-14T01:00:00Z"));
  const [drawn] = await drawnInspections(harness, builders);
  if (drawn === undefined) throw new Error("nothing was drawn");
  inspection = drawn;
}, 180_000);
afterAll(() => harness.close());

async function read(path: string, ifNoneMatch?: string) {
  const response = await fetch(new URL(path, harness.url), {
    headers: {
      ...(await harness.signedIn()),
      ...(ifNoneMatch === undefined ? {} : { "if-none-match": ifNoneMatch }),
    },
  });
  return { status: response.status, etag: response.headers.get("etag") ?? "", text: await response.text() };
}

/** The address of a plan, of the campaign and of the inspection. */
async function addressOf(what: "plan" | "campaign" | "inspection"): Promise<string> {
  if (what === "inspection") return `/api/v1/inspections/${inspection.id}`;
  const campaign = `/api/v1/campaigns/${inspection.campaignId ?? ""}`;
  if (what === "campaign") return campaign;
  const { body } = await harness.call("GET", campaign);
  return `/api/v1/plans/${String(body["planId"])}`;
}

describe.each(["plan", "campaign", "inspection"] as const)("a %s that somebody has read", (what) => {
  it("is not sent again while it is as it was", async () => {
    const path = await addressOf(what);
    const { status, etag } = await read(path);
    expect([status, etag]).toEqual([200, expect.stringMatching(/^"\d+\.[\w-]+"$/)]);
    for (const asked of [etag, `W/${etag}`, `"1.other", ${etag}`, "*"])
      expect(await read(path, asked)).toEqual({ status: 304, etag, text: "" });
    expect((await read(path, '"1.other"')).status).toBe(200);
  });
});

it("is sent again when it has changed, and where time alone changes what is shown of it", async () => {
  const path = await addressOf("inspection");
  const campaign = await addressOf("campaign");
  const [before, ofCampaign] = [await read(path), await read(campaign)];
  await inspecting(harness).askRecusal(inspection.id);
  const changed = await read(path, before.etag);
  expect(changed.status).toBe(200);
  await harness.skipTo(new Date((await harness.clock.now()).getTime() + 30 * 86_400_000));
  expect((await read(path, changed.etag)).status).toBe(200);
  // Its inspections are counted in it, though its own row stands as it did.
  expect((await read(campaign, ofCampaign.etag)).status).toBe(200);
});
