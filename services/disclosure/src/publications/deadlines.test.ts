import { recordHistory } from "@shuangsui/workflows/histories/record";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { opened, saying } from "../testing/publications.ts";
import { startDisclosureHarness, type DisclosureHarness } from "../testing/harness.ts";

let harness: DisclosureHarness;
const day = 86_400_000;
const aMinuteBefore = (instant: string) => new Date(Date.parse(instant) - 60_000);
const inDays = async (days: number) =>
  new Date((await harness.clock.now()).getTime() + days * day).toISOString();
const wrongState = { status: 409, body: { code: "publication/wrong-state" } };
const workflow = (id: string) => harness.environment.client.workflow.getHandle(id);

beforeAll(async () => {
  // Monday before National Day.
  harness = await startDisclosureHarness(new Date("2026-09-28T01:00:00Z"));
}, 120_000);
afterAll(() => harness.close());

describe("the deadline of a publication", () => {
  it("runs over National Day: a result ready before the holiday comes out by itself after it, and not before (article 30)", async () => {
    // Given five working days from 28 September: 29, 30, then 8, 9 and the Saturday worked in exchange, the 10th.
    const dueAt = "2026-10-10T16:00:00.000Z";
    const result = await opened(harness, { dueAt });
    const forgotten = await opened(harness, { dueAt, title: "另一公司检查结果" });
    await harness.skipTo(new Date("2026-09-30T01:00:00Z"));
    expect((await result.content("未发现问题")).status).toBe(200);

    // The first reminder, at the beginning of the 8th, is on record before time goes on.
    await harness.skipTo(new Date("2026-10-07T16:00:01Z"));
    await until(
      () => forgotten.events(),
      (events) => events.length === 1,
    );

    // When nobody publishes it, it is still not public a minute before the deadline.
    await harness.skipTo(aMinuteBefore(dueAt));
    expect((await result.read()).status).toBe(404);
    expect((await harness.readPublic("/api/v1/publications")).body["items"]).toEqual([]);

    // Then it is at the deadline, by the deadline, with no breach.
    await harness.skipTo(new Date(dueAt));
    const { body } = await result.published();
    expect(body).toMatchObject({
      version: 1,
      breach: false,
      versions: [{ by: "deadline", breach: false, reason: "检查报告已签发", content: saying("未发现问题") }],
    });
    expect(Date.parse(String(body["publishedAt"]))).toBeGreaterThanOrEqual(Date.parse(dueAt));
    expect(Date.parse(String(body["publishedAt"]))).toBeLessThan(Date.parse(dueAt) + 60_000);

    // And how long they waited: started when the first reminder is due, at the beginning of the 8th, the one goes on to the
    // deadline with the 10th's end, the forgotten one by the second reminder.
    await until(
      async () => harness.inspection.taken.length,
      (taken) => taken === 2,
    );
    const hours = async (id: string) => (await harness.waits(id)).map(Math.round);
    expect(await hours(result.workflowId)).toEqual([3 * 24]);
    expect(await hours(forgotten.workflowId)).toEqual([24, 48]);
    expect(await forgotten.events()).toEqual(["reminded", "reminded", "published"]);

    await until(
      async () => (await workflow(result.workflowId).describe()).status.name,
      (status) => status === "COMPLETED",
    );
    await recordHistory(workflow(result.workflowId), "publication-published-by-itself");
  });

  it("publishes the fact with the breach where nothing is ready, and the late result as a second version beside it (article 30)", async () => {
    const dueAt = await inDays(3);
    const result = await opened(harness, { dueAt, authority: "533102" });
    await harness.skipTo(new Date(dueAt));
    const overdue = await result.published();
    expect(overdue.body).toMatchObject({
      version: 1,
      breach: true,
      versions: [{ by: "deadline", breach: true, content: { summary: "已检查，检查报告逾期未完成" } }],
    });
    await until(
      async () => (await workflow(result.workflowId).describe()).status.name,
      (status) => status === "COMPLETED",
    );
    await recordHistory(workflow(result.workflowId), "publication-overdue");

    // The workflow has ended; what comes late starts it again.
    expect((await result.content("发现问题 1 项")).status).toBe(200);
    const { body } = await result.read();
    expect(body).toMatchObject({
      version: 2,
      breach: true,
      publishedAt: overdue.body["publishedAt"],
      versions: [
        { version: 2, by: "correction", breach: false, content: saying("发现问题 1 项") },
        { version: 1, by: "deadline", breach: true },
      ],
    });
    const told = await until(
      async () => harness.inspection.taken.filter((one) => one.publicationId === result.id),
      (all) => all.length === 2,
    );
    expect(told).toMatchObject([
      { version: 1, by: "deadline", breach: true, authority: "533102", subjectId: result.opening.subjectId },
      { version: 2, by: "correction", breach: false },
    ]);
    // Until its result came it was overdue; that it was stays on record.
    expect((await result.read()).body).toMatchObject({ breach: true, overdue: false });
  });

  it("publishes an adjusted plan as the next version of its publication, which stands till then (article 17)", async () => {
    const first = await inDays(3);
    const title = "梁河县2026年度计划";
    const plan = await opened(harness, {
      dueAt: first,
      kind: "plan",
      authority: "533122",
      fact: null,
      title,
    });
    const renewed = (dueAt: string) => plan.renew("梁河县2026年度计划（调整）", dueAt);
    expect(await renewed(await inDays(5))).toMatchObject(wrongState);
    expect((await plan.content("梁河县2026年度计划")).status).toBe(200);
    expect((await plan.publish()).status).toBe(200);
    const dueAt = await inDays(5);
    expect((await renewed(dueAt)).status).toBe(200);
    expect((await plan.read()).body).toMatchObject({ version: 1, title: "梁河县2026年度计划" });
    // What is dropped leaves what is public, and is renewed once more.
    expect((await plan.drop()).status).toBe(200);
    expect((await renewed(dueAt)).status).toBe(200);
    await harness.skipTo(new Date(dueAt));
    const { body } = await until(plan.read, ({ body: read }) => read["version"] === 2);
    expect(body).toMatchObject({
      breach: false,
      title: "梁河县2026年度计划（调整）",
      versions: [
        { version: 2, by: "deadline", dueAt, supersededBy: null },
        { version: 1, by: "official", dueAt: first, supersededBy: 2 },
      ],
    });
    const page = await fetch(new URL(`/publications/${plan.id}`, harness.portal)).then((one) => one.text());
    expect(page).toContain("已被第 2 版取代");
  });

  it("puts the breach of a plan with nothing to show on record, shows nothing, and publishes it once it comes (articles 9, 17)", async () => {
    const dueAt = await inDays(3);
    const plan = await opened(harness, {
      dueAt,
      kind: "plan",
      authority: "533123",
      title: "计划",
      fact: null,
    });
    await harness.skipTo(new Date(dueAt));
    await until(plan.events, (events) => events.includes("breach"));
    expect((await plan.read()).status).toBe(404);
    expect(await plan.publish()).toMatchObject({
      status: 409,
      body: { code: "publication/nothing-to-publish" },
    });
    expect((await harness.readPublic("/api/v1/statistics")).body["planBreaches"]).toContainEqual({
      authority: "533123",
      count: 1,
    });

    expect((await plan.content("盈江县2026年度计划")).status).toBe(200);
    expect((await plan.read()).body).toMatchObject({
      version: 1,
      breach: true,
      versions: [{ by: "correction", breach: false }],
    });
    await until(
      async () => (await workflow(plan.workflowId).describe()).status.name,
      (status) => status === "COMPLETED",
    );
    await recordHistory(workflow(plan.workflowId), "publication-late-plan");
  });

  it("moves with its calendar: nothing comes out at the old due time, and it does at the new one", async () => {
    const [old, dueAt] = [await inDays(3), await inDays(5)];
    const result = await opened(harness, { dueAt: old });
    expect((await result.content("未发现问题")).status).toBe(200);
    expect((await result.due(dueAt)).status).toBe(200);
    await harness.skipTo(new Date(Date.parse(old) + day));
    expect((await result.read()).status).toBe(404);
    await harness.skipTo(new Date(dueAt));
    expect((await result.published()).body).toMatchObject({ version: 1, breach: false });
    expect(await result.events()).toEqual(["reminded", "content-ready", "due-moved", "published"]);
    expect(await result.due(await inDays(9))).toMatchObject({
      status: 409,
      body: { code: "publication/wrong-state" },
    });
  });

  it("does nothing where it was dropped: what was handed back in time is no breach (article 17)", async () => {
    const dueAt = await inDays(3);
    const plan = { dueAt, kind: "plan", authority: "533124", title: "计划", fact: null } as const;
    const [empty, ready] = [await opened(harness, plan), await opened(harness, plan)];
    expect((await ready.content("陇川县2026年度计划")).status).toBe(200);
    for (const one of [empty, ready]) expect((await one.drop()).status).toBe(200);
    await harness.skipTo(new Date(dueAt));
    expect(await harness.sweepNow()).toEqual([]);
    for (const one of [empty, ready]) {
      await until(
        async () => (await workflow(one.workflowId).describe()).status.name,
        (status) => status === "COMPLETED",
      );
      expect((await one.events()).at(-1)).toBe("dropped");
      expect((await one.read()).status).toBe(404);
    }
    const { planBreaches } = (await harness.readPublic("/api/v1/statistics")).body;
    expect(planBreaches).not.toContainEqual(expect.objectContaining({ authority: "533124" }));
    expect(await empty.content("陇川县2026年度计划")).toMatchObject(wrongState);
  });

  it("and what the public knows is not dropped, neither a version nor a breach, nor by an official", async () => {
    const dueAt = await inDays(3);
    const published = await opened(harness, { dueAt });
    const overdue = await opened(harness, { dueAt, kind: "plan", fact: null });
    const path = `/api/v1/publications/${overdue.id}/commands/drop`;
    expect((await harness.ask("POST", path, { body: {} })).status).toBe(403);
    expect((await published.content("未发现问题")).status).toBe(200);
    expect((await published.publish()).status).toBe(200);
    await harness.skipTo(new Date(dueAt));
    await until(overdue.events, (events) => events.includes("breach"));
    for (const one of [published, overdue]) expect(await one.drop()).toMatchObject(wrongState);
    expect((await published.read()).body).toMatchObject({ version: 1, breach: false });
  });
});
