import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
const [mangshi, ruili, prefecture] = ["533103", "533102", "533100"];
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

let serial = 0;
const newEntity = (change: object = {}) => ({
  ...{
    creditCode: makeCreditCode("533103", 720_000 + (serial += 1)),
    name: "甲公司",
    address: "芒市",
    legalRepresentative: "刀某",
  },
  ...{ category: "builder", contactName: "岳某", contactPhone: "17900000001" },
  ...change,
});
const post = async (body: object, as = mangshi) => {
  const answer = await registry.call("POST", "/api/v1/entities", { as, body });
  expect(answer, answer.text).toMatchObject({ status: 201 });
  return answer.body;
};
const patch = async (code: string, body: object, as = mangshi, actor = "official-2") => {
  const answer = await registry.call("PATCH", `/api/v1/entities/${code}`, { as, actor, body });
  expect(answer, answer.text).toMatchObject({ status: 200 });
  return answer.body;
};
const read = (path: string, as = mangshi) => registry.call("GET", `/api/v1/${path}`, { as });

describe("an entry as of any time (article 15)", () => {
  test("stands as it stood then, and is not there before it was registered", async () => {
    const { creditCode, ...body } = newEntity();
    const created = await post({ creditCode, ...body });
    const first = await patch(creditCode, { version: 1, reason: "迁址", address: "瑞丽" });
    const second = await patch(creditCode, { version: 2, reason: "更名", name: "乙公司" });
    const at = async (instant: unknown) => read(`entities/${creditCode}?at=${String(instant)}`);
    expect((await at(created["updatedAt"])).body).toEqual(created);
    expect((await at(first["updatedAt"])).body).toEqual(first);
    expect((await at(second["updatedAt"])).body).toEqual(second);
    expect((await at("2099-01-01T00:00:00.000Z")).body).toEqual(second);
    expect(await at("2020-01-01T00:00:00.000Z")).toMatchObject({ status: 404, body: { code: "not-found" } });
    expect(await at("yesterday")).toMatchObject({ status: 422 });
  });

  test("has of what several share what each of them wrote, and one's own contact alone (article 5)", async () => {
    const entity = newEntity();
    await post(entity);
    const joined = await post({ ...entity, contactName: "番某" }, ruili);
    const moved = await patch(entity.creditCode, { version: 2, reason: "换人", contactName: "排某" }, ruili);
    const shared = await patch(
      entity.creditCode,
      { version: 3, reason: "迁址", address: "梁河" },
      prefecture,
    );
    const at = async (instant: unknown, as: string) =>
      (await read(`entities/${entity.creditCode}?at=${String(instant)}`, as)).body;
    expect(await at(joined["updatedAt"], ruili)).toMatchObject({ contactName: "番某", address: "芒市" });
    expect(await at(moved["updatedAt"], ruili)).toMatchObject({
      contactName: "排某",
      address: "芒市",
      version: 3,
    });
    expect(await at(shared["updatedAt"], ruili)).toMatchObject({
      contactName: "排某",
      address: "梁河",
      authority: ruili,
    });
    expect(await at(shared["updatedAt"], mangshi)).toMatchObject({
      contactName: "岳某",
      address: "梁河",
      authority: mangshi,
    });
  });
});

describe("the difference of two versions (article 15)", () => {
  test("says of each field how it was and is, who changed it last, when and why", async () => {
    const { creditCode, ...body } = newEntity();
    await post({ creditCode, ...body });
    await patch(creditCode, { version: 1, reason: "迁址", address: "瑞丽" });
    await patch(
      creditCode,
      { version: 2, reason: "换证", legalRepresentative: "线某", name: "乙公司" },
      mangshi,
      "official-3",
    );
    await patch(creditCode, { version: 3, reason: "改回", name: "甲公司", contactPhone: "17900000009" });
    const difference = async (query: string) =>
      (await read(`entities/${creditCode}/difference?${query}`)).body;
    expect(await difference("from=1")).toMatchObject({
      from: { version: 1, actor: "official-1", reason: "registered" },
      to: { version: 4, actor: "official-2", reason: "改回" },
      fields: [
        {
          field: "address",
          was: "芒市",
          is: "瑞丽",
          by: { version: 2, actor: "official-2", reason: "迁址" },
        },
        {
          field: "legalRepresentative",
          was: "刀某",
          is: "线某",
          by: { version: 3, actor: "official-3", reason: "换证" },
        },
        { field: "contactPhone", was: "17900000001", is: "17900000009", by: { version: 4 } },
        { field: "contactPhoneDialled" },
      ],
    });
    expect(await difference("from=2&to=3")).toMatchObject({
      to: { version: 3 },
      fields: [{ field: "name", was: "甲公司", is: "乙公司" }, { field: "legalRepresentative" }],
    });
    expect(await difference("from=2&to=2")).toMatchObject({ fields: [] });
  });

  test("tells that a phone has changed also to who may not read it, and shows neither", async () => {
    const entity = newEntity();
    await post(entity);
    await patch(entity.creditCode, { version: 1, reason: "换号", contactPhone: "17900010001" });
    const { body } = await read(`entities/${entity.creditCode}/difference?from=1`, prefecture);
    expect(body["fields"]).toMatchObject([
      { field: "contactPhone", was: "*******0001", is: "*******0001" },
      {},
    ]);
  });

  test("of versions that are not there, or the other way round, is none", async () => {
    const entity = newEntity();
    await post(entity);
    for (const query of ["from=2", "from=1&to=2", "from=0", "from=2&to=1"])
      expect(await read(`entities/${entity.creditCode}/difference?${query}`)).toMatchObject({ status: 404 });
    expect(await read(`entities/${entity.creditCode}/difference`)).toMatchObject({ status: 422 });
  });
});

describe("what has changed in the registers (article 15)", () => {
  type Changed = {
    register: string;
    ref: string;
    version: number;
    actor: string;
    reason: string;
    fields: string[];
  };
  const changes = async (query: string, as = mangshi) => {
    const { body } = await read(`changes?${query}`, as);
    return { items: body["items"] as Changed[], next: body["next"] as string | null };
  };

  test("is listed the last first, by register, by whom and since when, with the fields", async () => {
    const entity = newEntity();
    const created = await post(entity);
    await patch(entity.creditCode, { version: 1, reason: "迁址", address: "瑞丽" }, mangshi, "clerk-9");
    const project = {
      ...{ code: `P-${entity.creditCode}`, name: "住宅楼", address: "芒市", permits: [], leadName: "管某" },
      ...{ basicFacts: "框架结构", contactName: "排某", contactPhone: "17900000003" },
    };
    await registry.call("POST", "/api/v1/projects", { body: project, actor: "clerk-9" });
    const { items } = await changes("actor=clerk-9");
    expect(items).toMatchObject([
      { register: "projects", ref: project.code, name: "住宅楼", version: 1, reason: "registered" },
      {
        register: "entities",
        ref: entity.creditCode,
        name: "甲公司",
        version: 2,
        reason: "迁址",
        fields: ["address"],
      },
    ]);
    expect((await changes("actor=clerk-9&register=entities")).items).toHaveLength(1);
    const since = encodeURIComponent(String(created["updatedAt"]));
    expect(
      (await changes(`since=${since}&register=entities`)).items.map(({ ref, version }) => [ref, version]),
    ).toEqual([
      [entity.creditCode, 2],
      [entity.creditCode, 1],
    ]);
    expect((await changes(`until=${since}&actor=clerk-9`)).items).toEqual([]);
  });

  test("is read page by page, each change once", async () => {
    const all = (await changes("limit=500")).items.map(
      ({ register, ref, version }) => `${register} ${ref} ${version}`,
    );
    const paged: string[] = [];
    for (let after: string | null = ""; after !== null;) {
      const { items, next } = await changes(`limit=2${after === "" ? "" : `&after=${after}`}`);
      paged.push(...items.map(({ register, ref, version }) => `${register} ${ref} ${version}`));
      after = next;
    }
    expect(paged).toEqual(all);
    expect(await read("changes?after=nowhere")).toMatchObject({ status: 422 });
  });

  test("tells an authority of its own and its subordinates' alone, and of an entity's other supervisors nothing", async () => {
    const entity = newEntity();
    await post(entity);
    await post({ ...entity, contactName: "番某" }, ruili);
    const refsOf = async (as: string) =>
      (await changes("register=entities&limit=500", as)).items.filter(({ ref }) => ref === entity.creditCode);
    expect(await refsOf(ruili)).toMatchObject([{ version: 2, fields: [] }]);
    expect(await refsOf(mangshi)).toMatchObject([{ version: 1 }]);
    expect(await refsOf(prefecture)).toHaveLength(2);
    expect(await refsOf("533124")).toEqual([]);
  });
});
