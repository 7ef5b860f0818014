import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { opened, saying } from "../testing/publications.ts";
import { startStand, type Stand } from "../testing/stand.ts";

const hour = 3_600_000;
let stand: Stand;
beforeAll(async () => {
  stand = await startStand(new Date("2026-09-21T01:00:00Z"), "development");
}, 120_000);
afterAll(() => stand.close());

/** An opened publication, and an hour's time until its deadline, which no timer of the engine sees pass. */
async function openedForAnHour() {
  const due = new Date((await stand.clock.now()).getTime() + hour);
  const publication = await opened(stand, { dueAt: due.toISOString() });
  return { publication, afterDue: new Date(due.getTime() + 1_000) };
}

describe("what is decided after a deadline", () => {
  it("does not let content that came late hide the breach, though nobody had looked yet (article 30)", async () => {
    const { publication, afterDue } = await openedForAnHour();
    await stand.skipTo(afterDue);
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

  it("honours what was received in time while the engine was away, before what came late", async () => {
    const { publication, afterDue } = await openedForAnHour();
    stand.engine.up = false;
    const inTime = await publication.post("content", { content: saying("未发现问题"), reason: "按期" });
    const publish = await publication.post("publish", {});
    expect([inTime.status, publish.status]).toEqual([202, 202]);
    await stand.skipTo(afterDue);
    stand.engine.up = true;

    // The late one reaches the engine first.
    expect((await publication.content("补充一项")).status).toBe(200);
    for (const { body } of [inTime, publish])
      expect((await stand.decided(String(body["commandId"]))).status).toBe(200);
    expect((await publication.read()).body).toMatchObject({
      version: 2,
      breach: false,
      versions: [
        { version: 2, by: "correction", breach: false, content: saying("补充一项") },
        { version: 1, by: "official", breach: false, content: saying("未发现问题") },
      ],
    });
  });

  it("lets a drop that was received in time while the engine was away come before the deadline", async () => {
    const due = new Date((await stand.clock.now()).getTime() + hour);
    const plan = await opened(stand, { dueAt: due.toISOString(), kind: "plan", fact: null });
    stand.engine.up = false;
    const dropped = await plan.post("drop", {});
    expect(dropped.status).toBe(202);
    await stand.skipTo(new Date(due.getTime() + 1_000));
    stand.engine.up = true;

    // What comes late reaches the engine first.
    expect(await plan.content("年度计划")).toMatchObject({ body: { code: "publication/wrong-state" } });
    expect((await stand.decided(String(dropped.body["commandId"]))).status).toBe(200);
    expect((await plan.events()).at(-1)).toBe("dropped");
  });

  it("publishes by the deadline what stood ready, and refuses an official who comes too late", async () => {
    const { publication, afterDue } = await openedForAnHour();
    expect((await publication.content("未发现问题")).status).toBe(200);
    await stand.skipTo(afterDue);
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
    await stand.skipTo(afterDue);
    expect(await publication.due(new Date(afterDue.getTime() + hour).toISOString())).toMatchObject({
      status: 409,
      body: { code: "publication/wrong-state" },
    });
    expect((await publication.read()).body).toMatchObject({ version: 1, breach: true });
  });

  it("is done by the second detector where the engine lost its timer, once", async () => {
    const { publication, afterDue } = await openedForAnHour();
    expect((await publication.content("未发现问题")).status).toBe(200);
    await stand.skipTo(afterDue);
    expect(await stand.sweep()).toEqual([publication.id]);
    expect((await publication.published()).body).toMatchObject({
      version: 1,
      versions: [{ by: "deadline" }],
    });
    expect(await stand.sweep()).toEqual([]);
  });
});
