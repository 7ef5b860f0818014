import { afterAll, beforeAll, expect, it } from "vitest";
import { follow, openStream, readPage } from "../../../../packages/service-kit/src/feed/testing.ts";
import { startDisclosureHarness, type DisclosureHarness } from "../testing/harness.ts";
import { opened } from "../testing/publications.ts";

let harness: DisclosureHarness;
beforeAll(async () => {
  harness = await startDisclosureHarness(new Date("2026-09-21T01:00:00Z"));
}, 120_000);
afterAll(() => harness.close());

it("what happens to a publication is in the feed of its service, for its authority and the superior (article 4)", async () => {
  const stream = await openStream({ url: harness.url, people: harness.issuer }, { query: "?after=latest" });
  const publication = await opened(harness, { dueAt: "2026-09-28T16:00:00.000Z" });
  expect((await publication.content("未发现问题")).status).toBe(200);
  expect((await publication.publish()).status).toBe(200);
  const events = await follow({ url: harness.url, people: harness.issuer }, 2);
  expect(events.map(({ source, type, data }) => [source, type, data.state])).toEqual([
    ["urn:shuangsui:disclosure", "cn.shuangsui.publication.content-ready", "ready"],
    ["urn:shuangsui:disclosure", "cn.shuangsui.publication.published", "published"],
  ]);
  expect(await stream.events(2)).toEqual(events);
  stream.close();
  expect((await readPage({ url: harness.url, people: harness.issuer }, { as: "533100" })).items).toEqual(
    events,
  );
  expect((await readPage({ url: harness.url, people: harness.issuer }, { as: "533102" })).items).toEqual([]);
});
