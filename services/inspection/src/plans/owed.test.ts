import { planDetail, type PlanDetail, type ProblemCode } from "@shuangsui/contracts";
import { systemScope } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders, publishPlan } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
const few = { ...builders, frequency: 1, ratios: { A: "0.01", B: "0.01", C: "0.01", D: "0.01" } };

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

async function drafted(): Promise<PlanDetail> {
  const body = { year: 2026, title: "2026年度计划", entries: [few] };
  return planDetail.parse((await harness.call("POST", "/api/v1/plans", { body })).body);
}
const publish = ({ id }: PlanDetail) => publishPlan(harness, id);
const read = async ({ id }: PlanDetail) =>
  planDetail.parse((await harness.call("GET", `/api/v1/plans/${id}`)).body);
const published = (plan: PlanDetail) =>
  until(
    () => read(plan),
    ({ state }) => state === "published",
  );
/** What a plan owes, with what the last attempt failed. */
const owed = ({ id }: PlanDetail) =>
  harness.database.as(systemScope, (work) =>
    work
      .selectFrom("outbox")
      .select(["deed", "attempts", "last_code"])
      .where("matter_id", "=", id)
      .where("done_at", "is", null)
      .orderBy("deed")
      .execute(),
  );

describe("what a plan owes at disclosure (articles 9, 16)", () => {
  it.each([
    ["open", "caller/not-service", "openPlanPublication"],
    ["content", "body/invalid", "openPlanPublication"],
    ["publish", "caller/not-service", "publishPlan"],
  ] as const)(
    "is tried again where %s is refused for a while with %s: a token or a contract that is not the other's yet",
    async (step, code: ProblemCode, deed) => {
      const plan = await drafted();
      harness.disclosure.refuses = { [step]: code };
      expect((await publish(plan)).status).toBe(200);
      const tried = await until(
        () => owed(plan),
        (deeds) => deeds.some(({ attempts }) => attempts > 0),
      );
      expect(tried).toContainEqual(expect.objectContaining({ deed, last_code: code }));
      const waits = await read(plan);
      expect(waits).toMatchObject({ state: "publishing", revision: 1 });
      expect(waits.events.map(({ type }) => type)).toEqual(["drafted", "submitted", "handed-in"]);

      harness.disclosure.refuses = {};
      await harness.skipTo(new Date((await harness.clock.now()).getTime() + 60_000));
      expect(await published(plan)).toMatchObject({ publishedRevision: 1 });
      expect(await owed(plan)).toEqual([]);
    },
    60_000,
  );

  it("is found by the sweep where the engine has lost its workflow", async () => {
    const plan = await drafted();
    harness.disclosure.away = true;
    expect((await publish(plan)).status).toBe(200);
    await harness.environment.client.workflow.getHandle(`plan/${plan.id}`).terminate("lost");
    harness.disclosure.away = false;
    await harness.database.as(systemScope, (work) =>
      work
        .updateTable("outbox")
        .set({ next_attempt_at: new Date(0) })
        .where("matter_id", "=", plan.id)
        .execute(),
    );
    expect(await harness.sweepNow()).toContain(plan.id);
    expect(await published(plan)).toMatchObject({ publishedRevision: 1 });
  }, 60_000);
});

describe("disclosure's notice that a plan is public (articles 9, 16)", () => {
  const tell = (publicationId: string | null, notice: object, service = true) =>
    harness.ask("POST", `/internal/v1/publications/${publicationId}/published`, { body: notice, service });

  it("is taken of a service alone, and told once more is on record once", async () => {
    const plan = await drafted();
    await publish(plan);
    const { publicationId, id } = await published(plan);
    const told = { kind: "plan", subjectId: id, by: "official", breach: false };
    const notice = { ...told, version: 1, publishedAt: (await harness.clock.now()).toISOString() };
    expect(await tell(publicationId, notice, false)).toMatchObject({
      status: 403,
      body: { code: "caller/not-service" },
    });
    expect((await tell(publicationId, notice)).status).toBe(200);
    expect((await read(plan)).events.map(({ type }) => type)).toEqual([
      "drafted",
      "submitted",
      "handed-in",
      "published",
    ]);

    expect((await tell(publicationId, { ...notice, version: 2, by: "correction" })).status).toBe(200);
    expect((await read(plan)).events.at(-1)).toMatchObject({
      type: "version-published",
      state: "published",
      facts: { version: 2, by: "correction", revision: 1 },
    });
  }, 60_000);
});
