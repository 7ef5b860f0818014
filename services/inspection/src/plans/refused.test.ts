import { planDetail, type PlanDetail } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders, campaigning, publishPlan } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
const few = { ...builders, frequency: 1, ratios: { A: "0.01", B: "0.01", C: "0.01", D: "0.01" } };

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

const at = (id: string) => `/api/v1/plans/${id}`;
const read = async (id: string) => planDetail.parse((await harness.call("GET", at(id))).body);
const publish = (id: string) => publishPlan(harness, id);
const reached = (id: string, wanted: (plan: PlanDetail) => boolean) => until(() => read(id), wanted);
const lastEvent = (plan: PlanDetail) => plan.events.at(-1);

/** A plan's publications, in the order in which they were opened. */
const opened = (id: string) =>
  [...harness.disclosure.publications.values()].filter(({ opening }) => opening.subjectId === id);
/** The plan's publication that is closed, once one is. */
const dropped = (id: string) =>
  until(
    async () => opened(id).find((publication) => publication.dropped),
    (publication) => publication !== undefined,
  );

describe("an adjustment's reason is published whole (article 17)", () => {
  const half = "由".repeat(499);
  it.each([
    ["of the greatest length", "由".repeat(1000)],
    ["with a blank in the middle", `${half} ${half}`],
    ["with a character of two units in the middle", `${half}𠮷${half}`],
  ])(
    "%s",
    async (_, reason) => {
      const does = campaigning(harness, "533124");
      const plan = await does.publishedPlan([few]);
      expect((await does.adjust(plan, [{ ...few, id: plan.entries[0]?.id }], reason)).status).toBe(200);
      const { publicationId } = await does.madePublic(plan);
      const publication = harness.disclosure.publications.get(publicationId ?? "");
      // It is a version of the plan's own publication, and says what changed.
      expect(publicationId).toBe(plan.publicationId);
      expect(publication).toMatchObject({ version: 2, reason });
      expect(publication?.content?.sections.slice(0, 2)).toEqual([
        { title: "调整理由", text: reason },
        { title: "变更内容", text: "各项内容未变。" },
      ]);
    },
    60_000,
  );
});

describe("what disclosure refuses for good", () => {
  it("of a first publication is on record and a draft again, which is handed in anew (articles 9, 16)", async () => {
    const body = { year: 2026, title: "2026年度计划", entries: [few] };
    const { id } = planDetail.parse((await harness.call("POST", "/api/v1/plans", { body })).body);
    harness.disclosure.refuses = { content: "body/too-large" };
    expect((await publish(id)).status).toBe(200);
    const back = await reached(id, ({ state }) => state === "draft");
    expect(back).toMatchObject({ revision: 2, publishedRevision: null, dueAt: null, title: body.title });
    expect(back.entries).toMatchObject([few]);
    expect(lastEvent(back)).toMatchObject({
      type: "delivery-refused",
      actor: "system",
      facts: { deed: "openPlanPublication", code: "body/too-large", revision: 1 },
    });

    // What was opened for it is closed, so that no deadline comes for it.
    expect(await dropped(id)).toMatchObject({ content: null, version: 0 });

    harness.disclosure.refuses = {};
    const shorter = { ...body, title: "2026年度计划（简）" };
    expect((await harness.call("PUT", at(id), { body: shorter, ifMatch: back.version })).status).toBe(200);
    expect((await publish(id)).status).toBe(200);
    const published = await reached(id, ({ state }) => state === "published");
    expect(published).toMatchObject({ publishedRevision: 2, title: shorter.title });
    const publication = harness.disclosure.publications.get(published.publicationId ?? "");
    expect(publication).toMatchObject({ version: 1, dropped: false, opening: { kind: "plan" } });
  }, 60_000);

  it("of an adjustment leaves in force what was, and it is adjusted anew (article 17)", async () => {
    const does = campaigning(harness);
    const plan = await does.publishedPlan([few]);
    const entry = { ...few, id: plan.entries[0]?.id };
    harness.disclosure.refuses = { renew: "publication/wrong-state" };
    expect((await does.adjust(plan, [{ ...entry, title: "调整后" }])).status).toBe(200);
    const back = await reached(plan.id, ({ state }) => state === "published");
    expect(back).toMatchObject({ revision: 1, publishedRevision: 1, dueAt: null, publishedEntries: null });
    expect(back).toMatchObject({ planVersion: plan.planVersion, entries: plan.entries });
    expect(lastEvent(back)).toMatchObject({
      type: "delivery-refused",
      facts: { deed: "openPlanPublication", code: "publication/wrong-state", revision: 2 },
    });

    harness.disclosure.refuses = {};
    await does.triggered(back);
    expect((await does.adjust(plan, [{ ...entry, title: "再次调整" }])).status).toBe(200);
    const { publicationId } = await read(plan.id);
    await until(
      async () => harness.disclosure.publications.get(publicationId ?? ""),
      (publication) => publication?.renewing === true,
    );
    await harness.disclosure.publishDue(new Date("2026-09-21T16:00:00Z"));
    const adjusted = await reached(plan.id, ({ publishedRevision }) => publishedRevision === 3);
    expect(adjusted.entries).toMatchObject([{ title: "再次调整" }]);
  }, 60_000);

  it("of publishing at once is on record, leaves the deadline as it is, and is asked for once more", async () => {
    const does = campaigning(harness);
    const plan = await does.publishedPlan([few]);
    expect((await does.adjust(plan, [{ ...few, id: plan.entries[0]?.id }])).status).toBe(200);
    harness.disclosure.refuses = { publish: "publication/nothing-to-publish" };
    expect((await publish(plan.id)).status).toBe(200);
    const waits = await reached(plan.id, (seen) => lastEvent(seen)?.type === "delivery-refused");
    expect(waits).toMatchObject({ state: "adjusting", revision: 2, dueAt: "2026-09-21T16:00:00.000Z" });
    expect(lastEvent(waits)).toMatchObject({
      facts: { deed: "publishPlan", code: "publication/nothing-to-publish", revision: 2 },
    });
    harness.disclosure.refuses = {};
    expect((await publish(plan.id)).status).toBe(200);
    await reached(plan.id, ({ publishedRevision }) => publishedRevision === 2);
  }, 60_000);

  it("is handed back though what was opened for it can't be closed yet, which is done later", async () => {
    const body = { year: 2026, title: "2026年度计划", entries: [few] };
    const { id } = planDetail.parse((await harness.call("POST", "/api/v1/plans", { body })).body);
    harness.disclosure.refuses = { content: "body/too-large", drop: "unavailable" };
    expect((await publish(id)).status).toBe(200);
    expect(await reached(id, ({ state }) => state === "draft")).toMatchObject({ revision: 2 });
    // When it is handed in anew, the one is published and the other closed, whichever comes first.
    harness.disclosure.refuses = { drop: "unavailable" };
    expect((await publish(id)).status).toBe(200);
    await reached(id, ({ publishedRevision }) => publishedRevision === 2);
    expect(opened(id).map(({ dropped: closed, version }) => [closed, version])).toEqual([
      [false, 0],
      [false, 1],
    ]);
    harness.disclosure.refuses = {};
    await harness.skipTo(new Date((await harness.clock.now()).getTime() + 60_000));
    expect(await dropped(id)).toMatchObject({ version: 0 });
  }, 60_000);

  it("as unknown to it is handed back: it would never be published", async () => {
    const does = campaigning(harness);
    const plan = await does.publishedPlan([few]);
    expect((await does.adjust(plan, [{ ...few, id: plan.entries[0]?.id }])).status).toBe(200);
    harness.disclosure.refuses = { publish: "not-found" };
    expect((await publish(plan.id)).status).toBe(200);
    expect(await reached(plan.id, ({ state }) => state === "published")).toMatchObject({
      publishedRevision: 1,
    });
    harness.disclosure.refuses = {};
  }, 60_000);
});
