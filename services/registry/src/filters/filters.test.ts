import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type CallOptions, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

const call = (method: "GET" | "POST" | "PATCH", path: string, options: CallOptions = {}) =>
  registry.call(method, `/api/v1/filters${path}`, options);
const filter = (name: string, change: object = {}) => ({
  ...{ register: "entities", name, query: { q: "盈江", category: "builder", sort: "-name" } },
  ...change,
});
const keep = async (body: object, options: CallOptions = {}) => {
  const answer = await call("POST", "", { body, ...options });
  expect(answer, answer.text).toMatchObject({ status: 201 });
  return answer.body;
};
const remove = async (id: unknown, actor: string) => {
  const headers = await registry.signedIn({ actor });
  return registry.app.inject({ method: "DELETE", url: `/api/v1/filters/${String(id)}`, headers });
};

describe("a filter that is kept", () => {
  test("is one's own, or all's in the authority, and nobody else's", async () => {
    const own = await keep(filter("我的"), { actor: "planner-1" });
    const shared = await keep(filter("全局", { shared: true }), { actor: "planner-1" });
    expect(own).toMatchObject({
      register: "entities",
      name: "我的",
      shared: false,
      version: 1,
      actor: "planner-1",
    });
    const idsOf = async (options: CallOptions) =>
      ((await call("GET", "?register=entities", options)).body["items"] as { id: string }[]).map(
        ({ id }) => id,
      );
    expect(await idsOf({ actor: "planner-1" })).toEqual([own["id"], shared["id"]]);
    expect(await idsOf({ actor: "planner-2" })).toEqual([shared["id"]]);
    expect(await idsOf({ actor: "planner-1", as: "533100" })).toEqual([]);
    expect(await call("GET", `/${String(own["id"])}`, { actor: "planner-2" })).toMatchObject({ status: 404 });
    expect((await call("GET", `/${String(shared["id"])}`, { actor: "planner-2" })).body).toEqual(shared);
  });

  test("is a query of its register's list: what that would refuse is refused", async () => {
    for (const query of [
      { colour: "red" },
      { category: "bank" },
      { sort: "colour" },
      { limit: "5" },
      { after: "x" },
    ])
      expect(await call("POST", "", { body: filter("误", { query }) }), JSON.stringify(query)).toMatchObject({
        status: 422,
        body: { errors: [{ path: "/query", fault: "filter" }] },
      });
    expect(await call("POST", "", { body: filter("误", { register: "inspectors" }) })).toMatchObject({
      status: 422,
    });
    const kept = await keep(filter("可用"));
    const query = new URLSearchParams(kept["query"] as Record<string, string>).toString();
    expect(await registry.call("GET", `/api/v1/entities?${query}`)).toMatchObject({ status: 200 });
  });

  test("is changed by who keeps it, over the version that was read, and removed", async () => {
    const { id } = await keep(filter("待改", { shared: true }), { actor: "planner-3" });
    const change = (body: object, actor = "planner-3") => call("PATCH", `/${String(id)}`, { body, actor });
    expect(await change({ version: 1, query: { q: "瑞丽" } })).toMatchObject({
      status: 200,
      body: { version: 2, name: "待改", query: { q: "瑞丽" } },
    });
    expect(await change({ version: 1, name: "又改" })).toMatchObject({
      status: 412,
      body: { code: "version/changed" },
    });
    expect(await change({ version: 2, query: { colour: "red" } })).toMatchObject({ status: 422 });
    expect(await change({ version: 2, name: "他改" }, "planner-4")).toMatchObject({
      status: 403,
      body: { code: "filter/not-yours" },
    });
    expect((await remove(id, "planner-4")).statusCode).toBe(403);
    expect((await remove(id, "planner-3")).statusCode).toBe(204);
    expect((await remove(id, "planner-3")).statusCode).toBe(404);
  });

  test("has a name that its keeper gives once, however it is written", async () => {
    await keep(filter("Gas（一）"), { actor: "planner-5" });
    expect(await call("POST", "", { body: filter("gas (一)"), actor: "planner-5" })).toMatchObject({
      status: 409,
      body: { code: "filter/duplicate" },
    });
    await keep(filter("gas(一)"), { actor: "planner-6" });
    await keep(filter("Gas（一）", { register: "items", query: { q: "gas" } }), { actor: "planner-5" });
  });
});

describe("a filter that a plan's scope names (article 18)", () => {
  const service = (path: string) => registry.call("GET", `/api/v1/snapshot/${path}`, { service: true });

  test("is told to the other services where all in the authority share it", async () => {
    const shared = await keep(filter("给计划", { shared: true }), { actor: "planner-7" });
    const own = await keep(filter("自用"), { actor: "planner-7" });
    const { body } = await service(`filters?ids=${String(shared["id"])},${String(own["id"])},x`);
    expect(body["items"]).toEqual([shared]);
    expect(await registry.call("GET", `/api/v1/snapshot/filters?ids=${String(shared["id"])}`)).toMatchObject({
      status: 403,
    });
  });

  test("gives the targets of a snapshot, in force and sorted by code", async () => {
    const codes = [1, 2, 3].map((serial) => makeCreditCode("533103", 750_000 + serial));
    const names = ["勐焕建筑公司", "勐焕燃气公司", "遮放建筑公司"];
    for (const [index, creditCode] of codes.entries())
      await registry.call("POST", "/api/v1/entities", {
        body: {
          ...{
            creditCode,
            name: names[index],
            address: "芒市",
            legalRepresentative: "刀某",
            category: "builder",
          },
          ...{
            territory: index === 0 ? "533103101" : "533103",
            contactName: "岳某",
            contactPhone: "17900000001",
          },
        },
      });
    const drawn = async (query: object) => {
      const { text } = await service(
        `targets?kind=entity&filter=${encodeURIComponent(JSON.stringify(query))}`,
      );
      return text
        .split("\n")
        .flatMap((line) => (line === "" ? [] : [(JSON.parse(line) as { code: string }).code]));
    };
    expect(await drawn({ q: "勐焕" })).toEqual(codes.slice(0, 2));
    expect(await drawn({ q: "mh", place: "533103101" })).toEqual(codes.slice(0, 1));
    expect(await drawn({ q: "无此" })).toEqual([]);
    for (const query of [{ person: "刀" }, {}, { q: 1 }])
      expect(
        await service(`targets?kind=entity&filter=${encodeURIComponent(JSON.stringify(query))}`),
      ).toMatchObject({
        status: 422,
        body: { errors: [{ path: "/filter", fault: "filter" }] },
      });
  });
});
