import {
  campaignList,
  inspectionList,
  planDetail,
  planList,
  stuckCounts,
  wordsOf,
  type PlanDetail,
  type Role,
} from "@shuangsui/contracts";
import { systemScope } from "@shuangsui/service-kit";
import { campaignKind } from "@shuangsui/workflows/campaign/contract";
import { inspectionKind } from "@shuangsui/workflows/inspection/contract";
import { planKind } from "@shuangsui/workflows/plan/contract";
import { supervisionKind } from "@shuangsui/workflows/supervision/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { until } from "../../../infra/embedded/test-time.ts";
import { builders, campaigning, publishPlan } from "./testing/campaigns.ts";
import { sampleHeld } from "./testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "./testing/harness.ts";
import { drawnInspections, inspecting } from "./testing/inspections.ts";

let harness: InspectionHarness;
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

const few = { ...builders, frequency: 1, ratios: { A: "0.01", B: "0.01", C: "0.01", D: "0.01" } };
const read = async <T extends z.ZodType>(path: string, schema: T, as = "533103") =>
  schema.parse((await harness.call("GET", path, { as })).body);
const stuckInspections = async (as?: string) =>
  (await read("/api/v1/inspections?attention=stuck", inspectionList, as)).items;
const stuckPlans = async () => (await read("/api/v1/plans?attention=stuck", planList)).items;
const stuckCampaigns = async () => (await read("/api/v1/campaigns?attention=stuck", campaignList)).items;
const counts = async (as?: string) => (await read("/api/v1/stuck", stuckCounts, as)).items;
const untold = () =>
  harness.database.as(systemScope, (work) =>
    work.selectFrom("command").select("id").where("told_at", "is", null).execute(),
  );
const later = async () => harness.skipTo(new Date((await harness.clock.now()).getTime() + 60_000));

describe("while disclosure refuses the token", () => {
  it("an inspection is stuck with its cause after three attempts, and goes on by itself (article 30)", async () => {
    const [one] = await drawnInspections(harness, few);
    const id = one?.id ?? "";
    const team = inspecting(harness);
    await team.beginCheck(id);
    harness.disclosure.refuses = { open: "caller/not-service" };
    expect((await team.record(id)).status).toBe(200);
    const recorded = await team.read(id);

    const [stuck] = await until(stuckInspections, (items) => items.length > 0);
    const since = recorded.events.find(({ type }) => type === "recorded")?.at;
    const cause = { kind: "deed", name: "openPublication", code: "caller/not-service", since };
    expect(stuck).toMatchObject({ id, stuck: [cause] });
    expect((await team.read(id)).stuck).toEqual([cause]);
    const { attempts } = await harness.database.as(systemScope, (work) =>
      work
        .selectFrom("outbox")
        .select("attempts")
        .where("matter_id", "=", id)
        .where("deed", "=", "openPublication")
        .executeTakeFirstOrThrow(),
    );
    expect(attempts).toBeGreaterThanOrEqual(3);
    const counted = [{ kind: "inspection", authority: "533103", count: 1 }];
    expect([await counts(), await counts("533100"), await counts("533102")]).toEqual([counted, counted, []]);
    expect([(await stuckInspections("533100")).length, await stuckInspections("533102")]).toEqual([1, []]);

    harness.disclosure.refuses = {};
    await later();
    const goesOn = await team.reached(id, (seen) => seen.stuck.length === 0);
    expect(goesOn.events.map(({ type }) => type)).not.toContain("delivery-refused");
    expect([await stuckInspections(), await counts()]).toEqual([[], []]);
    expect(harness.disclosure.publications.size).toBeGreaterThan(0);
  }, 120_000);

  it("a plan is stuck, and goes on once it is tried again (articles 9, 16)", async () => {
    const body = { year: 2026, title: "2026年度计划", entries: [few] };
    const plan = planDetail.parse((await harness.call("POST", "/api/v1/plans", { body })).body);
    const at = `/api/v1/plans/${plan.id}`;
    harness.disclosure.refuses = { open: "caller/not-service" };
    expect((await publishPlan(harness, plan.id)).status).toBe(200);
    const [stuck] = await until(stuckPlans, (items) => items.length > 0);
    const cause = { kind: "deed", name: "openPlanPublication", code: "caller/not-service" };
    expect(stuck).toMatchObject({ id: plan.id, stuck: [cause] });
    expect((await read(at, planDetail)).stuck).toMatchObject([cause]);
    expect(await counts()).toEqual([{ kind: "plan", authority: "533103", count: 1 }]);

    // Whoever may has it tried again at once.
    const retry = (role: Role) =>
      harness.call("POST", `${at}/retry`, { as: "533103", roles: [role], body: {} });
    expect((await retry("officer")).status).toBe(403);
    harness.disclosure.refuses = {};
    expect(await retry("approver")).toMatchObject({ status: 200, body: { causes: 1 } });
    await until(
      () => read(at, planDetail),
      ({ state }: PlanDetail) => state === "published",
    );
    expect(await retry("approver")).toMatchObject({ status: 409, body: { code: "plan/wrong-state" } });
    expect([await stuckPlans(), await counts()]).toEqual([[], []]);
  }, 60_000);
});

describe("a plan that time should have moved", () => {
  it("is stuck after a day, as any other matter (articles 16, 17)", async () => {
    const body = { year: 2026, title: "2026年度计划", entries: [few] };
    const { id } = planDetail.parse((await harness.call("POST", "/api/v1/plans", { body })).body);
    const look = async (at: Date | null) =>
      harness.database.as("533103", (work) =>
        work.updateTable("plan").set({ look_at: at }).where("id", "=", id).execute(),
      );
    await look(new Date((await harness.clock.now()).getTime() - 86_400_000));
    expect(await stuckPlans()).toMatchObject([{ id, stuck: [{ kind: "time", code: "unanswered" }] }]);
    expect(await counts()).toEqual([{ kind: "plan", authority: "533103", count: 1 }]);
    await look(null);
    expect(await stuckPlans()).toEqual([]);
  });
});

describe("what is stuck is tried again at once by whoever may", () => {
  it("and is done then, before its turn comes; that is on record (articles 4, 32)", async () => {
    const [one] = await drawnInspections(harness, few);
    const id = one?.id ?? "";
    const team = inspecting(harness);
    const path = `/api/v1/inspections/${id}/retry`;
    const retry = (as: string, role: Role) => harness.call("POST", path, { as, roles: [role], body: {} });
    await team.beginCheck(id);
    expect(await retry("533103", "supervisor")).toMatchObject({ body: { code: "inspection/wrong-state" } });
    harness.disclosure.refuses = { open: "caller/not-service" };
    expect((await team.record(id)).status).toBe(200);
    await team.reached(id, (seen) => seen.stuck.length > 0);
    expect((await retry("533103", "officer")).status).toBe(403);
    expect((await retry("533102", "supervisor")).status).toBe(404);
    harness.disclosure.refuses = {};
    expect(await retry("533100", "supervisor")).toMatchObject({ status: 200, body: { causes: 1 } });
    await team.reached(id, (seen) => seen.stuck.length === 0);
    const noted = await harness.database.as(systemScope, (work) =>
      work
        .selectFrom("audit")
        .select(["caller_authority", "after"])
        .where("subject", "=", id)
        .where("action", "=", "inspection/retry")
        .execute(),
    );
    expect(noted).toEqual([{ caller_authority: "533100", after: { causes: ["deed/openPublication"] } }]);
  }, 120_000);
});

describe("while the engine is down", () => {
  it("a campaign whose command nothing takes up is stuck, and goes on by itself", async () => {
    const county = campaigning(harness);
    const plan = await county.publishedPlan([few]);
    const campaign = await county.triggered(plan);
    // That the engine was told of what came before is written down a moment later.
    await until(untold, (commands) => commands.length === 0);
    harness.engine.up = false;
    await county.setScheme(campaign.id);
    for (let times = 0; times < 3; times += 1) await harness.relayNow();
    const cause = { kind: "command", name: "scheme", code: "untold" };
    expect(await stuckCampaigns()).toMatchObject([{ id: campaign.id, stuck: [cause] }]);
    expect((await county.read(campaign.id)).stuck).toMatchObject([cause]);
    expect(await counts()).toEqual([{ kind: "campaign", authority: "533103", count: 1 }]);

    // It is tried again where the engine answers, and not before.
    const retry = () =>
      harness.call("POST", `/api/v1/campaigns/${campaign.id}/retry`, { roles: ["supervisor"], body: {} });
    expect((await retry()).status).toBe(503);
    harness.engine.up = true;
    expect((await retry()).status).toBe(200);
    await harness.relayNow();
    await until(
      () => county.read(campaign.id),
      ({ stuck }) => stuck.length === 0,
    );
    expect([await stuckCampaigns(), await counts()]).toEqual([[], []]);
  }, 60_000);
});

describe("what may be stuck", () => {
  it.each(["zh", "en"] as const)("has a name in the words: %s", (language) => {
    const words = wordsOf(language);
    const deeds = [planKind, campaignKind, inspectionKind].flatMap((kind) => kind.deeds as readonly string[]);
    expect(Object.keys(words.deed).toSorted()).toEqual(deeds.toSorted());
    expect(Object.keys(words.planCommand).toSorted()).toEqual(planKind.commands.toSorted());
    expect(Object.keys(words.supervisionCommand).toSorted()).toEqual(supervisionKind.commands.toSorted());
    expect(Object.keys(words.campaignCommand).toSorted()).toEqual(campaignKind.commands.toSorted());
    expect(Object.keys(words.inspectionCommand).toSorted()).toEqual(inspectionKind.commands.toSorted());
  });
});
