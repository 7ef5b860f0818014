import {
  personalDataAt,
  planDetail,
  planList,
  publicTexts,
  type InspectionDetail,
} from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CallOptions } from "../../../infra/embedded/test-harness.ts";
import { inspectionBodies } from "../../../infra/e2e/command-bodies.ts";
import { builders } from "./testing/campaigns.ts";
import { sampleHeld } from "./testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "./testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "./testing/inspections.ts";

let harness: InspectionHarness;
let team: Inspecting;
const unused: InspectionDetail[] = [];
const phone = "联系人电话１３９ 1234—5678";

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  unused.push(...(await drawnInspections(harness, builders)));
}, 180_000);
afterAll(() => harness.close());

const fresh = () => unused.shift()?.id ?? "";
/** A reviewer lets these texts pass. Gives the review's id. */
async function reviewed(texts: readonly string[], person: Partial<CallOptions> = {}): Promise<string> {
  const body = { texts, reason: "系公开的值班电话" };
  const made = await harness.call("POST", "/api/v1/text-reviews", { actor: "reviewer-1", body, ...person });
  expect(made.status).toBe(201);
  return String(made.body["id"]);
}
const refused = (...paths: string[]) => ({
  status: 422,
  body: { code: "text/personal-data", errors: paths.map((path) => ({ path })) },
});

describe("a text that will be public (article 30)", () => {
  it("is refused by its places where it holds personal data, and nothing is written", async () => {
    const id = fresh();
    expect(await team.act(id, "cancel", { reason: phone })).toMatchObject(refused("/reason"));
    const body = { statement: `法定代表人530103199001010016`, evidenceSha256: "a".repeat(64) };
    expect(await team.act(id, "gone", body)).toMatchObject(refused("/statement"));
    expect(await team.read(id)).toMatchObject({ state: "confirmed", publicationId: null });
  });

  it("of a record is refused by the finding that holds it", async () => {
    const id = fresh();
    await team.beginCheck(id);
    const finding = (description: string) => ({ id: uuidv7(), itemCode: "I1", description });
    const entries = [
      { itemCode: "I1", result: "fail" },
      { itemCode: "I2", result: "not-applicable", note: "账户6222 0212 3456 7890 128" },
    ];
    const findings = [finding("未公示资质证书"), finding(phone)];
    expect(await team.record(id, { entries, findings })).toMatchObject(
      refused("/entries/1/note", "/findings/1/description"),
    );
    expect((await team.read(id)).state).toBe("checking");
  });

  it("passes by the review of another person, of that very text, and that is on record", async () => {
    const id = fresh();
    const cancel = (personalDataReview: string, reason = phone) =>
      team.act(id, "cancel", { reason, personalDataReview });
    const passed = await reviewed([phone]);
    // Who asks here is official-1.
    expect(await cancel(await reviewed([phone], { actor: "official-1" }))).toMatchObject(refused("/reason"));
    expect(await cancel(uuidv7())).toMatchObject(refused("/reason"));
    expect(await cancel(passed, `${phone}，另13912345678`)).toMatchObject(refused("/reason"));
    expect(await cancel(await reviewed([phone], { as: "533102" }))).toMatchObject(refused("/reason"));
    expect((await team.read(id)).state).toBe("confirmed");
    expect((await cancel(passed)).status).toBe(200);
    const { state, events } = await team.read(id);
    expect(state).toBe("cancelled");
    expect(events.find(({ type }) => type === "personal-data-reviewed")?.facts).toEqual({
      reviewer: "reviewer-1",
      places: "/reason",
    });
  });

  it("passes by nobody of the team whose check it is about, whatever their roles", async () => {
    const id = fresh();
    const { team: members } = await team.read(id);
    const personalDataReview = await reviewed([phone], { inspector: members[0]?.inspectorId });
    expect(await team.act(id, "cancel", { reason: phone, personalDataReview })).toMatchObject({
      status: 403,
      body: { code: "inspection/own-work" },
    });
  });

  it("is let pass by a reviewer alone, with a reason, and by nobody's name in a body", async () => {
    const body = { texts: [phone], reason: "系公开的值班电话" };
    const asked = (options: object) => harness.call("POST", "/api/v1/text-reviews", { body, ...options });
    expect(await asked({ roles: ["publisher"] })).toMatchObject({ status: 403 });
    expect(await asked({ body: { texts: [phone] } })).toMatchObject({ body: { code: "body/invalid" } });
    const named = { reason: phone, personalDataReview: { reviewer: "法制审核员", reason: "值班电话" } };
    expect(await team.act(fresh(), "cancel", named)).toMatchObject({ body: { code: "body/invalid" } });
  });

  it("is one of every command that publishes any", () => {
    for (const [type, body] of inspectionBodies) {
      const paths: readonly string[] =
        type in publicTexts ? publicTexts[type as keyof typeof publicTexts] : [];
      // What the paths name is there: a text put in each place is found.
      for (const path of paths.filter((one) => !one.includes("*") && !one.startsWith("/conduct")))
        expect(personalDataAt({ ...body, [path.slice(1)]: phone }, paths)).toMatchObject([{ path }]);
    }
  });
});

describe("a plan's and a campaign's texts (articles 9, 17)", () => {
  it("are refused by their places, in a draft, a draft written anew, an adjustment and a campaign's title", async () => {
    const draft = { year: 2026, title: phone, entries: [] };
    expect(await harness.call("POST", "/api/v1/plans", { body: draft })).toMatchObject(refused("/title"));
    const passed = { ...draft, personalDataReview: await reviewed([phone]) };
    const made = await harness.call("POST", "/api/v1/plans", { body: passed });
    expect(made.body["events"]).toMatchObject([{ type: "drafted" }, { type: "personal-data-reviewed" }]);
    const { items } = planList.parse((await harness.call("GET", "/api/v1/plans?state=published")).body);
    const plan = planDetail.parse((await harness.call("GET", `/api/v1/plans/${items[0]?.id}`)).body);
    const entries = plan.entries.map(({ itemVersions: _versions, ...entry }) => ({
      ...entry,
      title: phone,
    }));
    expect(
      await harness.call("POST", `/api/v1/plans/${plan.id}/commands/adjust`, {
        body: { title: "计划", reason: phone, entries },
      }),
    ).toMatchObject(refused("/reason", "/entries/0/title"));
    expect(
      await harness.call("POST", `/api/v1/plans/${plan.id}/entries/${plan.entries[0]?.id}/campaigns`, {
        body: { title: phone },
      }),
    ).toMatchObject(refused("/title"));
  });
});
