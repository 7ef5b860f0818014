import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { startDisclosureHarness, type DisclosureHarness } from "../testing/harness.ts";
import { opened, saying } from "../testing/publications.ts";

const hour = 3_600_000;
let harness: DisclosureHarness;
beforeAll(async () => {
  harness = await startDisclosureHarness(new Date("2026-09-21T01:00:00Z"), "development");
}, 120_000);
afterAll(() => harness.close());

/** An opened publication, and an hour's time until its deadline, which no timer of the engine sees pass. */
async function openedForAnHour() {
  const due = new Date((await harness.clock.now()).getTime() + hour);
  const publication = await opened(harness, { dueAt: due.toISOString() });
  return { publication, afterDue: new Date(due.getTime() + 1_000) };
}

describe("what is decided after a deadline", () => {
  it("does not let content that came late hide the breach, though nobody had looked yet (article 30)", async () => {
    const { publication, afterDue } = await openedForAnHour();
    await harness.skipTo(afterDue);
    expect((await publication.content("未发现问题")).status).toBe(200);
    expect((await publication.read()).body).toMatchObject({
      version: 2,
      breach: true,
      versions: [
        { version: 2, by: "correction", breach: false, content: saying("未发现问题") },
        { version: 1, by: "deadline", breach: true, content: saying("已检查，检查报告逾期未完成") },
      ],
    });
  });

  it("publishes by the deadline what stood ready, and refuses an official who comes too late", async () => {
    const { publication, afterDue } = await openedForAnHour();
    expect((await publication.content("未发现问题")).status).toBe(200);
    await harness.skipTo(afterDue);
    expect(await publication.publish()).toMatchObject({
      status: 409,
      body: { code: "publication/wrong-state" },
    });
    expect((await publication.read()).body).toMatchObject({
      version: 1,
      breach: false,
      versions: [{ by: "deadline", breach: false }],
    });
  });

  it("does not let a deadline that has passed be moved away", async () => {
    const { publication, afterDue } = await openedForAnHour();
    await harness.skipTo(afterDue);
    const later = new Date(afterDue.getTime() + hour).toISOString();
    const wrongState = { status: 409, body: { code: "publication/wrong-state" } };
    expect(await publication.due(later)).toMatchObject(wrongState);
    expect(await publication.open({ dueAt: later, revision: 9 })).toMatchObject(wrongState);
    expect((await publication.read()).body).toMatchObject({ version: 1, breach: true });
  });
});

describe("with the engine away", () => {
  it("a publication is opened, filled, published and read, and the owner is told once the engine is back", async () => {
    harness.engine.up = false;
    const { publication, afterDue } = await openedForAnHour();
    expect((await publication.content("未发现问题")).status).toBe(200);
    expect((await publication.publish()).status).toBe(200);
    await harness.skipTo(afterDue);
    expect((await publication.content("补充一项")).status).toBe(200);
    expect((await publication.read()).body).toMatchObject({
      version: 2,
      breach: false,
      versions: [{ by: "correction" }, { by: "official", content: saying("未发现问题") }],
    });

    harness.engine.up = true;
    await harness.relayNow();
    const told = await until(
      async () => harness.inspection.taken.filter(({ publicationId }) => publicationId === publication.id),
      ({ length }) => length === 2,
    );
    expect(told.map(({ version }) => version)).toEqual([1, 2]);
  });

  it("a drop that came in time is no breach", async () => {
    harness.engine.up = false;
    const due = new Date((await harness.clock.now()).getTime() + hour);
    const plan = await opened(harness, { dueAt: due.toISOString(), kind: "plan", fact: null });
    expect((await plan.drop()).status).toBe(200);
    await harness.skipTo(new Date(due.getTime() + 1_000));
    harness.engine.up = true;
    expect(await plan.content("年度计划")).toMatchObject({ body: { code: "publication/wrong-state" } });
    expect((await plan.events()).at(-1)).toBe("dropped");
  });

  it("a deadline is met by the second detector, once, though no workflow was ever started", async () => {
    harness.engine.up = false;
    const { publication, afterDue } = await openedForAnHour();
    expect((await publication.content("未发现问题")).status).toBe(200);
    await harness.skipTo(afterDue);
    harness.engine.up = true;
    await harness.sweepNow();
    expect((await publication.published()).body).toMatchObject({
      version: 1,
      versions: [{ by: "deadline" }],
    });
    expect(await harness.sweepNow()).not.toContain(publication.id);
  });
});
