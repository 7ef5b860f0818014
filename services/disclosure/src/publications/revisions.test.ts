import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDisclosureHarness, type DisclosureHarness } from "../testing/harness.ts";
import { opened, saying } from "../testing/publications.ts";

const dueAt = "2026-09-28T16:00:00.000Z";
const later = "2026-09-29T16:00:00.000Z";
const superseded = { status: 409, body: { code: "publication/superseded" } };
const wrongState = { status: 409, body: { code: "publication/wrong-state" } };
let harness: DisclosureHarness;
beforeAll(async () => {
  harness = await startDisclosureHarness(new Date("2026-09-21T01:00:00Z"), "development");
}, 120_000);
afterAll(() => harness.close());

/** When it is due, as its row has it. */
async function dueOf(id: string): Promise<string | undefined> {
  const row = await harness.database.as("system", (work) =>
    work.selectFrom("publication").select("due_at").where("id", "=", id).executeTakeFirst(),
  );
  return row?.due_at.toISOString();
}

describe("what a publication gets of its subject's revisions", () => {
  it("is opened the same way again and again, and moved by a higher revision (articles 17, 30)", async () => {
    const publication = await opened(harness, { dueAt, revision: 5 });
    expect((await publication.open({})).status).toBe(200);
    expect(await publication.open({ dueAt: later })).toMatchObject(wrongState);
    expect(await publication.open({ dueAt: later, revision: 4 })).toMatchObject(superseded);
    expect(await dueOf(publication.id)).toBe(dueAt);

    const moved = { dueAt: later, revision: 7, fact: saying("已检查，报告延期") };
    expect((await publication.open(moved)).status).toBe(200);
    expect((await publication.open(moved)).status).toBe(200);
    expect(await dueOf(publication.id)).toBe(later);
    expect(await publication.events()).toEqual(["due-moved"]);
    // The first, sent again by a process that heard no answer, comes too late.
    expect(await publication.open({})).toMatchObject(superseded);
    expect(await publication.due(dueAt, { revision: 6 })).toMatchObject(superseded);
    await harness.skipTo(new Date(later));
    await harness.sweepNow();
    expect((await publication.published()).body).toMatchObject({
      versions: [{ breach: true, content: { summary: "已检查，报告延期" } }],
    });
  });

  it("is not opened for something else, nor by another authority", async () => {
    const publication = await opened(harness, { dueAt: later });
    for (const changed of [
      { subjectId: "019a0000-0000-7000-8000-000000000009" },
      { kind: "plan" as const },
      { authority: "533102" },
    ])
      expect(await publication.open({ ...changed, revision: 9 })).toMatchObject(wrongState);
  });

  it("keeps what came of a higher revision where the inspection service was restored to a lower (article 30)", async () => {
    const publication = await opened(harness, { dueAt: "2026-10-20T16:00:00.000Z" });
    expect((await publication.content("发现问题 1 项", { revision: 9 })).status).toBe(200);
    expect(await publication.content("未发现问题", { revision: 8 })).toMatchObject(superseded);
    expect((await publication.publish()).status).toBe(200);
    expect(await publication.content("未发现问题", { revision: 8 })).toMatchObject(superseded);
    expect(await publication.withdraw("未实施检查", { revision: 8 })).toMatchObject(superseded);
    expect((await publication.read()).body).toMatchObject({
      version: 1,
      versions: [{ content: saying("发现问题 1 项") }],
    });
    expect((await publication.content("异议成立", { revision: 10 })).status).toBe(200);
    expect((await publication.read()).body).toMatchObject({ version: 2 });
  });

  it("takes a due time that comes with content, while the first publishing is ahead", async () => {
    const [first, second] = ["2026-10-20T16:00:00.000Z", "2026-10-19T16:00:00.000Z"];
    const publication = await opened(harness, { dueAt: first });
    const due = { dueAt: second, calendarVersion: 4, fact: publication.opening.fact };
    const path = `/api/v1/publications/${publication.id}/commands/content`;
    const content = (revision: number) =>
      harness.ask("POST", path, {
        service: true,
        body: { content: saying("未发现问题"), reason: "检查报告已签发", revision, due },
      });
    expect((await content(3)).status).toBe(200);
    expect(await dueOf(publication.id)).toBe(second);
    expect(await publication.events()).toEqual(["due-moved", "content-ready"]);
    expect((await publication.publish()).status).toBe(200);
    expect((await content(4)).status).toBe(200);
    expect(await publication.events()).toEqual(["due-moved", "content-ready", "published", "published"]);
  });
});
