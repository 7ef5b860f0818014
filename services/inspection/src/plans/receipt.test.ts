import { planDetail, type PlanDetail } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders, campaigning, submitPlan } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import type { Answer } from "../../../../infra/embedded/test-harness.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
const few = { ...builders, frequency: 1, ratios: { A: "0.01", B: "0.01", C: "0.01", D: "0.01" } };

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

const read = async ({ id }: PlanDetail) =>
  planDetail.parse((await harness.call("GET", `/api/v1/plans/${id}`)).body);
const reached = (plan: PlanDetail, wanted: (seen: PlanDetail) => boolean) => until(() => read(plan), wanted);
const events = (plan: PlanDetail) => plan.events.map(({ type }) => type);

/** One command on a plan under a key of its own: kept while the engine is away, and handed over when it is sent again. */
function command(plan: PlanDetail, type: "adjust" | "publish", body: object) {
  const options = { body, key: uuidv7() };
  const send = (how: InspectionHarness["ask"]): Promise<Answer> =>
    how("POST", `/api/v1/plans/${plan.id}/commands/${type}`, options);
  return {
    keep: async () => expect((await send(harness.ask)).status).toBe(202),
    handOver: () => send(harness.call),
  };
}
const adjustment = (plan: PlanDetail, title: string) => ({
  title,
  reason: "调整",
  entries: [{ ...few, id: plan.entries[0]?.id, title }],
});

describe("what is asked of a plan", () => {
  it("while the engine is away is decided in the order of receipt, whatever reaches the engine first", async () => {
    const plan = await campaigning(harness).publishedPlan([few]);
    const first = command(plan, "adjust", adjustment(plan, "首次调整"));
    const second = command(plan, "publish", {});
    const third = command(plan, "adjust", adjustment(plan, "再次调整"));
    harness.engine.up = false;
    for (const kept of [first, second, third]) await kept.keep();
    harness.engine.up = true;

    // The last one reaches the engine first: by then the plan is being adjusted.
    expect(await third.handOver()).toMatchObject({ status: 409, body: { code: "plan/wrong-state" } });
    expect((await second.handOver()).status).toBe(200);
    expect((await first.handOver()).status).toBe(200);
    const adjusted = await reached(plan, ({ publishedRevision }) => publishedRevision === 2);
    expect(adjusted).toMatchObject({ title: "首次调整", entries: [{ title: "首次调整" }] });
    expect(events(adjusted)).toEqual([
      "drafted",
      "submitted",
      "handed-in",
      "published",
      "adjusted",
      "publishing-asked",
      "published",
    ]);
  }, 60_000);

  it("waits for the registry where an earlier one needs it, and none is lost", async () => {
    const plan = await campaigning(harness).publishedPlan([few]);
    const first = command(plan, "adjust", adjustment(plan, "调整后"));
    const second = command(plan, "publish", {});
    harness.engine.up = false;
    for (const kept of [first, second]) await kept.keep();
    harness.engine.up = true;
    harness.registry.away = true;
    const answered = second.handOver();
    expect(events(await read(plan)).at(-1)).toBe("published");
    harness.registry.away = false;
    await harness.skipTo(new Date((await harness.clock.now()).getTime() + 60_000));
    expect((await answered).status).toBe(200);
    await reached(plan, ({ publishedRevision }) => publishedRevision === 2);
  }, 60_000);

  it("of what was submitted leaves it as it is until that is decided (article 16)", async () => {
    const { body, plan } = await submitted();
    // Given a plan that is handed in, when it is written anew before that is decided.
    const answered: Answer[] = [];
    whenAsked(async () => {
      answered.push(
        await harness.call("PUT", `/api/v1/plans/${plan.id}`, {
          body: { ...body, title: "改" },
          ifMatch: plan.version,
        }),
      );
    });
    expect((await command(plan, "publish", {}).handOver()).status).toBe(200);
    expect(answered).toMatchObject([{ status: 409, body: { code: "plan/wrong-state" } }]);
    expect(await reached(plan, ({ state }) => state === "published")).toMatchObject({ title: body.title });
  }, 60_000);

  it("is decided on what is written then, though the registry was asked about what was before (article 8)", async () => {
    const { plan } = await submitted();
    // Given a plan that asks for one item, which is another as soon as the registry has been asked about it.
    whenAsked(() =>
      harness.database.as("533103", async (work) => {
        const entries = JSON.stringify(plan.entries.map((entry) => ({ ...entry, items: ["I2"] })));
        await work.updateTable("plan_revision").set({ entries }).where("plan_id", "=", plan.id).execute();
      }),
    );
    expect((await command(plan, "publish", {}).handOver()).status).toBe(200);
    expect(await reached(plan, ({ state }) => state === "published")).toMatchObject({
      entries: [{ items: ["I2"], itemVersions: [{ code: "I2", version: 1 }] }],
    });
  }, 60_000);
});

async function submitted() {
  const body = { year: 2026, title: "2026年度计划", entries: [{ ...few, items: ["I1"] }] };
  const { id } = planDetail.parse((await harness.call("POST", "/api/v1/plans", { body })).body);
  expect((await submitPlan(harness, id)).status).toBe(200);
  return { body, plan: planDetail.parse((await harness.call("GET", `/api/v1/plans/${id}`)).body) };
}

/** Done once, when the registry is next asked which items are in force. */
function whenAsked(work: () => Promise<void>): void {
  harness.registry.onItems = async () => {
    harness.registry.onItems = null;
    await work();
  };
}
