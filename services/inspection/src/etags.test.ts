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

describe("a setting that several may set at the same moment", () => {
  const approval = { documentNumber: "1号", approvedOn: "2026-01-05", scanSha256: "a".repeat(64) };
  const cap = { perYear: 4, exemptOrigins: [], exemptKinds: [], source: "德政办〔2026〕5号" };
  it.each([
    ["caps", { ratio: "0.005", frequency: 1 }, { ratio: "0.004", frequency: 1 }],
    ["visit-cap", cap, { ...cap, perYear: 3 }],
    ["draw-venue", { venue: "provincial", approval: null }, { venue: "local", approval }],
    // Of a second that sets what stands already nothing would be told.
    ["local-holidays", { stopDeadlines: false }, { stopDeadlines: false }],
  ])("%s is never written over what the second has not seen", async (name, first, second) => {
    const path = `/api/v1/settings/${name}`;
    const as = "533100";
    const seen = async () => {
      const response = await fetch(new URL(path, harness.url), {
        headers: await harness.signedIn({ authority: as }),
      });
      return response.headers.get("etag") ?? "";
    };
    const set = (body: object, ifMatch?: string) =>
      harness.call("PUT", path, { as, body, ...(ifMatch === undefined ? {} : { ifMatch }) });
    // Given two who have the same before them, when both save at the same moment
    const before = await seen();
    const both = await Promise.all([set(first, before), set(second, before)]);
    const statuses = both.map(({ status }) => status).toSorted((one, other) => one - other);
    // Then one is told, and saves once that was seen; a program that does not say what it saw sets it as before.
    expect(statuses[0]).toBe(200);
    expect(both.find(({ status }) => status !== 200)?.body).toMatchObject({ code: "version/changed" });
    expect((await set(second, await seen())).status).toBe(200);
    expect((await harness.call("GET", path, { as })).body).toEqual(second);
    expect((await set(first)).status).toBe(200);
  });
});
