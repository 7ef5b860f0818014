import { inspectionList, type CampaignDetail } from "@shuangsui/contracts";
import { systemScope } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { openFinders } from "../due.ts";
import { builders, campaigning, twoWitnesses, type Campaigning } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting } from "../testing/inspections.ts";
import { approvalsToDo } from "../testing/todo.ts";

let harness: InspectionHarness;
let does: Campaigning;
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  does = campaigning(harness);
}, 180_000);
afterAll(() => harness.close());

/** A campaign that nothing was done to. */
const spare: { campaign: CampaignDetail | null } = { campaign: null };

const at = (id: string) => `/api/v1/campaigns/${id}`;
const cancel = (id: string, reason = "年度计划调整，本次任务不再实施") =>
  harness.call("POST", `${at(id)}/commands/cancel`, { body: { reason } });

/** The campaigns that the engine should be running. */
const running = () =>
  harness.database.as(systemScope, (work) =>
    openFinders.campaign(work, "00000000-0000-0000-0000-000000000000", 100),
  );

describe("a campaign that is cancelled (articles 22, 24)", () => {
  it("before its draw is over, and leaves its place in the plan to another", async () => {
    const plan = await does.publishedPlan([{ ...builders, frequency: 1 }]);
    const campaign = await does.triggered(plan);
    expect((await cancel(campaign.id)).status).toBe(200);
    const cancelled = await does.read(campaign.id);
    expect(cancelled).toMatchObject({ state: "cancelled", waitingFor: "nothing" });
    expect(cancelled.events.at(-1)?.type).toBe("cancelled");
    expect(await cancel(campaign.id)).toMatchObject({ body: { code: "campaign/wrong-state" } });
    expect(await does.setScheme(campaign.id)).toMatchObject({ body: { code: "campaign/wrong-state" } });
    expect(await running()).toEqual([]);
    spare.campaign = await does.triggered(plan);
  });

  it("after it cancels the checks that have not begun, each with its reason in public, and reveals its draw", async () => {
    const scope = { targetKind: "entity", categories: ["developer"] };
    const inspections = await drawnInspections(harness, { ...builders, title: "开发企业抽查", scope });
    const [begun, ...ahead] = inspections;
    const campaignId = begun?.campaignId ?? "";
    const team = inspecting(harness);
    await team.beginCheck(begun?.id ?? "");
    expect((await cancel(campaignId)).status).toBe(200);
    for (const { id } of ahead) {
      const one = await team.reached(id, ({ state }) => state === "cancelled");
      const page = () => harness.disclosure.publications.get(one.publicationId ?? "");
      await until(
        async () => {
          await harness.sweepNow();
          return page()?.version;
        },
        (version) => version === 1,
      );
      expect(JSON.stringify(page()?.content)).toContain("年度计划调整，本次任务不再实施");
    }
    // What has begun goes on to its end.
    expect((await team.record(begun?.id ?? "")).status).toBe(200);
    expect(await does.reached(campaignId, "ended")).toMatchObject({ checked: 1 });
    const { items } = inspectionList.parse(
      (await harness.call("GET", `/api/v1/inspections?campaign=${campaignId}&state=cancelled`)).body,
    );
    expect(items).toHaveLength(ahead.length);
  }, 60_000);

  it("asks for no approval any more, since none of its checks begins (article 25)", async () => {
    const ratios = { A: "0.02", B: "0.02", C: "0.02", D: "0.02" };
    const entry = { ...builders, title: "施工企业复查", frequency: 1, ratios };
    const [drawn] = await drawnInspections(harness, entry, undefined, { approved: false, confirmed: false });
    const campaignId = drawn?.campaignId ?? "";
    const toApprove = async () => (await approvalsToDo(harness)).map(({ id }) => id);
    expect(await toApprove()).toContain(campaignId);
    expect((await cancel(campaignId)).status).toBe(200);
    expect(await toApprove()).not.toContain(campaignId);
  }, 60_000);
});

describe("a witness (article 23)", () => {
  it("withdraws before the commitment, and another takes the place", async () => {
    const { campaign } = spare;
    if (campaign === null) throw new Error("no campaign");
    const [first, second] = twoWitnesses();
    await does.bind(campaign, [first, second]);
    const withdraw = (name: string) =>
      harness.call("POST", `${at(campaign.id)}/witnesses/withdraw`, { body: { name } });
    expect((await withdraw(first.name)).status).toBe(200);
    expect(await withdraw(first.name)).toMatchObject({ status: 422, body: { code: "body/invalid" } });
    const third = { ...first, name: "丙", unit: "司法局" };
    await does.bind(campaign, [third]);
    const { draw, events } = await does.read(campaign.id);
    expect(draw.witnesses.map(({ name }) => name)).toEqual(["乙", "丙"]);
    expect(events.map(({ type }) => type)).toContain("witness-withdrawn");
    await does.approveVenue();
    await does.setScheme(campaign.id);
    expect((await does.commit(campaign.id)).status).toBe(200);
    expect(await withdraw("丙")).toMatchObject({ body: { code: "campaign/wrong-state" } });
  });
});
