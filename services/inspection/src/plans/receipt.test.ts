import { planDetail, type PlanDetail } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders, campaigning } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/registry-side.ts";
import { startStand, type Answer, type Stand } from "../testing/stand.ts";

let stand: Stand;
const few = { ...builders, frequency: 1, ratios: { A: "0.01", B: "0.01", C: "0.01", D: "0.01" } };

beforeAll(async () => {
  stand = await startStand(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => stand.close());

const read = async ({ id }: PlanDetail) =>
  planDetail.parse((await stand.call("GET", `/api/v1/plans/${id}`)).body);
const reached = (plan: PlanDetail, wanted: (seen: PlanDetail) => boolean) => until(() => read(plan), wanted);
const events = (plan: PlanDetail) => plan.events.map(({ type }) => type);

/** One command on a plan under a key of its own: kept while the engine is away, and handed over when it is sent again. */
function command(plan: PlanDetail, type: "adjust" | "publish", body: object) {
  const options = { body, key: uuidv7() };
  const send = (how: Stand["ask"]): Promise<Answer> =>
    how("POST", `/api/v1/plans/${plan.id}/commands/${type}`, options);
  return {
    keep: async () => expect((await send(stand.ask)).status).toBe(202),
    handOver: () => send(stand.call),
  };
}
const adjustment = (plan: PlanDetail, title: string) => ({
  title,
  reason: "调整",
  entries: [{ ...few, id: plan.entries[0]?.id, title }],
});

describe("what is asked of a plan", () => {
  it("while the engine is away is decided in the order of receipt, whatever reaches the engine first", async () => {
    const plan = await campaigning(stand).publishedPlan([few]);
    const first = command(plan, "adjust", adjustment(plan, "首次调整"));
    const second = command(plan, "publish", {});
    const third = command(plan, "adjust", adjustment(plan, "再次调整"));
    stand.engine.up = false;
    for (const kept of [first, second, third]) await kept.keep();
    stand.engine.up = true;

    // The last one reaches the engine first: by then the plan is being adjusted.
    expect(await third.handOver()).toMatchObject({ status: 409, body: { code: "plan/wrong-state" } });
    expect((await second.handOver()).status).toBe(200);
    expect((await first.handOver()).status).toBe(200);
    const adjusted = await reached(plan, ({ publishedRevision }) => publishedRevision === 2);
    expect(adjusted).toMatchObject({ title: "首次调整", entries: [{ title: "首次调整" }] });
    expect(events(adjusted)).toEqual([
      "drafted",
      "handed-in",
      "published",
      "adjusted",
      "publishing-asked",
      "published",
    ]);
  }, 60_000);

  it("waits for the registry where an earlier one needs it, and none is lost", async () => {
    const plan = await campaigning(stand).publishedPlan([few]);
    const first = command(plan, "adjust", adjustment(plan, "调整后"));
    const second = command(plan, "publish", {});
    stand.engine.up = false;
    for (const kept of [first, second]) await kept.keep();
    stand.engine.up = true;
    stand.registry.away = true;
    const answered = second.handOver();
    expect(events(await read(plan)).at(-1)).toBe("published");
    stand.registry.away = false;
    await stand.skipTo(new Date((await stand.clock.now()).getTime() + 60_000));
    expect((await answered).status).toBe(200);
    await reached(plan, ({ publishedRevision }) => publishedRevision === 2);
  }, 60_000);

  it("of a draft is decided on what is written then, though the registry was asked about what was before (article 8)", async () => {
    const body = { year: 2026, title: "2026年度计划", entries: [{ ...few, items: ["I1"] }] };
    const plan = planDetail.parse((await stand.call("POST", "/api/v1/plans", { body })).body);
    const rewritten = { ...body, entries: [{ ...few, items: ["I2"] }] };
    const handIn = command(plan, "publish", {});
    // Given a draft that asks for one item, written anew with another as soon as the registry has been asked about it.
    stand.registry.onItems = async () => {
      stand.registry.onItems = null;
      const path = `/api/v1/plans/${plan.id}`;
      expect((await stand.call("PUT", path, { body: rewritten })).status).toBe(200);
    };
    const answered = handIn.handOver();
    await until(
      async () => stand.registry.onItems,
      (hook) => hook === null,
    );
    expect((await answered).status).toBe(200);
    expect(await reached(plan, ({ state }) => state === "published")).toMatchObject({
      entries: [{ items: ["I2"], itemVersions: [{ code: "I2", version: 1 }] }],
    });
  }, 60_000);
});
