import { afterAll, beforeAll, expect, it } from "vitest";
import {
  follow,
  openStream,
  readPage,
  type Feed,
} from "../../../../packages/service-kit/src/feed/testing.ts";
import { makeCreditCode, makeIdNumber } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
let feed: Feed;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  const url = await registry.app.listen({ host: "127.0.0.1", port: 0 });
  feed = { url, people: registry.issuer };
});
afterAll(() => registry.close());

const inspector = {
  kind: "officer",
  name: "线某",
  idNumber: makeIdNumber("1980-02-29", 1),
  types: ["quality"],
  specialties: [],
  certificateNumber: "YN-1",
  certificateValidFrom: "2024-01-01",
  certificateValidTo: "2028-12-31",
  unit: "芒市住房和城乡建设局",
  phone: "13800000000",
};

it("each version of an entry is an event, by its id and status alone, for whoever sees its authority (articles 4, 15)", async () => {
  const { next } = await readPage(feed, { after: "latest" });
  const stream = await openStream(feed, { query: "?after=latest" });
  const { body } = await registry.call("POST", "/api/v1/inspectors", { body: inspector });
  const id = String(body["id"]);
  const suspended = { version: 1, reason: "停职", status: "suspended" };
  expect(await registry.call("PATCH", `/api/v1/inspectors/${id}`, { body: suspended })).toMatchObject({
    status: 200,
  });
  const events = await follow(feed, 2, { after: next });
  expect(events.map(({ type, subject, data }) => ({ type, subject, data }))).toEqual([
    {
      type: "cn.shuangsui.inspector.registered",
      subject: `inspector/${id}`,
      data: { kind: "inspector", id, revision: 1, state: "active" },
    },
    {
      type: "cn.shuangsui.inspector.changed",
      subject: `inspector/${id}`,
      data: { kind: "inspector", id, revision: 2, state: "suspended" },
    },
  ]);
  expect(await stream.events(2)).toEqual(events);
  stream.close();
  for (const said of [inspector.name, inspector.idNumber, inspector.phone, inspector.unit])
    expect(JSON.stringify(events)).not.toContain(said);
  expect((await readPage(feed, { after: next, as: "533100" })).items).toHaveLength(2);
  expect((await readPage(feed, { after: next, as: "533102" })).items).toEqual([]);
});

it("an import's entries are all in it", async () => {
  const { next } = await readPage(feed, { after: "latest" });
  const rows = Array.from({ length: 1_500 }, (_, index) =>
    [
      makeCreditCode("533103", 600_000 + index),
      `第${index}建筑公司`,
      "芒市",
      "刀某",
      "builder",
      "岳某",
      "0692-8123456",
    ].join(","),
  );
  const csv = `creditCode,name,address,legalRepresentative,category,contactName,contactPhone\n${rows.join("\n")}\n`;
  const answer = await registry.importFile("entities", csv);
  expect(answer, answer.text).toMatchObject({ status: 200 });
  const events = await follow(feed, 1_500, { after: next, limit: 500 });
  expect(new Set(events.map(({ data }) => data.id)).size).toBe(1_500);
  expect(new Set(events.map(({ type }) => type))).toEqual(new Set(["cn.shuangsui.entity.registered"]));
});
