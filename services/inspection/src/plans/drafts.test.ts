import { planDetail, planList, type PlanDetail } from "@shuangsui/contracts";
import { eventsOf } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(40), new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

const body = { year: 2026, title: "2026年度计划", entries: [builders] };
const drafted = async (): Promise<PlanDetail> =>
  planDetail.parse((await harness.call("POST", "/api/v1/plans", { body })).body);
const at = ({ id }: PlanDetail) => `/api/v1/plans/${id}`;
const write = (plan: PlanDetail, title: string, ifMatch?: number) =>
  harness.call("PUT", at(plan), {
    body: { ...body, title },
    ...(ifMatch === undefined ? {} : { ifMatch }),
  });
const remove = (plan: PlanDetail, ifMatch?: number) =>
  harness.call("DELETE", at(plan), ifMatch === undefined ? {} : { ifMatch });

describe("a draft of a plan (article 9)", () => {
  it("is written with the version that was read: of two clerks one is told that the other was first", async () => {
    const plan = await drafted();
    const read = await fetch(new URL(at(plan), harness.url), {
      headers: await harness.signedIn(),
    });
    expect(read.headers.get("etag")).toBe(`"${plan.version}"`);
    const answers = await Promise.all([
      write(plan, "甲的修改", plan.version),
      write(plan, "乙的修改", plan.version),
    ]);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(["200", "412"]);
    const refused = answers.find(({ status }) => status === 412);
    expect(refused?.body["code"]).toBe("version/changed");
    const taken = answers.find(({ status }) => status === 200);
    const now = planDetail.parse((await harness.call("GET", at(plan))).body);
    expect(now.title).toBe(taken?.body["title"]);
    expect(await write(plan, "不知版本")).toMatchObject({ status: 428, body: { code: "version/missing" } });
    expect((await write(plan, "乙再修改", now.version)).status).toBe(200);
  });

  it("is deleted, by its version, and its trail stays", async () => {
    const plan = await drafted();
    expect(await remove(plan)).toMatchObject({ status: 428 });
    expect(await remove(plan, plan.version + 1)).toMatchObject({ status: 412 });
    expect((await remove(plan, plan.version)).status).toBe(204);
    expect((await harness.call("GET", at(plan))).status).toBe(404);
    expect((await remove(plan, plan.version)).status).toBe(404);
    const { items } = planList.parse((await harness.call("GET", "/api/v1/plans?limit=500")).body);
    expect(items.map(({ id }) => id)).not.toContain(plan.id);
    const publish = await harness.call("POST", `${at(plan)}/commands/publish`, { body: {} });
    expect(publish).toMatchObject({ status: 409, body: { code: "plan/wrong-state" } });
    const events = await harness.database.as("533103", (work) => eventsOf(work, plan.id));
    expect(events.map(({ type }) => type)).toEqual(["drafted", "deleted"]);
  });

  it("is deleted by its authority alone, and nothing else is", async () => {
    const plan = await drafted();
    const asked = { ifMatch: plan.version };
    expect(await harness.call("DELETE", at(plan), { ...asked, as: "533100" })).toMatchObject({ status: 403 });
    expect(await harness.call("DELETE", at(plan), { ...asked, as: "533102" })).toMatchObject({ status: 404 });
  });
});
