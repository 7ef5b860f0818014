import type { Role } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode, makeIdNumber } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

const [county, sibling, prefecture] = ["533103", "533102", "533100"];
const targetCode = makeCreditCode(county, 730_001);
let registry: TestRegistry;
let inspectorId: unknown;
beforeAll(async () => {
  registry = await startRegistry();
  await created("entities", {
    ...{ creditCode: targetCode, name: "甲公司", address: "芒市", legalRepresentative: "刀某" },
    ...{ category: "builder", contactName: "岳某", contactPhone: "17900000001" },
  });
  inspectorId = (await created("inspectors", inspector(1)))["id"];
});
afterAll(() => registry.close());

const created = async (kind: string, body: object, as = county) => {
  const answer = await registry.call("POST", `/api/v1/${kind}`, { as, body });
  expect(answer, answer.text).toMatchObject({ status: 201 });
  return answer.body;
};
const changed = async (kind: string, id: unknown, body: object, as = county) => {
  const answer = await registry.call("PATCH", `/api/v1/${kind}/${String(id)}`, {
    ...{ as, actor: "official-2" },
    body: { version: 1, reason: "更正登记", ...body },
  });
  expect(answer, answer.text).toMatchObject({ status: 200 });
  return answer.body;
};
const read = (path: string, as = county, roles?: readonly Role[]) =>
  registry.call("GET", `/api/v1/${path}`, { as, ...(roles === undefined ? {} : { roles: [...roles] }) });

const item = (code: string, more: object = {}) => ({
  ...{ code, name: "施工许可检查", legalBasis: "《建筑法》第七条", legalBasisValidFrom: "2019-04-23" },
  ...{
    subject: "芒市住房和城乡建设局",
    content: "施工许可证",
    method: "现场检查",
    officerTypes: ["quality"],
  },
  ...{ specialties: [], targetKind: "entity", validFrom: "2025-01-01", ...more },
});
const inspector = (serial: number) => ({
  ...{ kind: "officer", name: "线某", idNumber: makeIdNumber("1980-02-29", serial), types: ["quality"] },
  ...{ specialties: [], certificateNumber: `YN-533103-73${serial}`, certificateValidFrom: "2024-01-01" },
  ...{ certificateValidTo: "2028-12-31", unit: "质监站", phone: "17900000002" },
});
const basis = { law: "中华人民共和国建筑法", article: "第七条", validFrom: "1998-03-01" };
const conflict = { ground: "kinship", note: "表兄弟" };

/** What is registered in each, what changes of it, and what of that whoever reads the registers without need to know sees. */
const kinds: readonly [kind: string, body: () => object, change: object, field: string, others?: unknown][] =
  [
    ["items", () => item("533103-V1"), { method: "非现场检查" }, "method"],
    [
      "projects",
      () => ({
        ...{ code: "533103-V1", name: "住宅楼", address: "芒市", permits: [], leadName: "管某" },
        ...{ basicFacts: "框架结构", contactName: "排某", contactPhone: "17900000003" },
      }),
      { leadName: "换某" },
      "leadName",
    ],
    ["inspectors", () => inspector(2), { unit: "执法大队" }, "unit"],
    ["conflicts", () => ({ ...conflict, inspectorId, targetCode }), { note: "堂兄弟" }, "note", null],
    [
      "credit-records",
      () => ({ targetCode, kind: "violation", date: "2026-03-05", description: "擅自施工" }),
      { description: "未取得施工许可证擅自施工" },
      "description",
    ],
    ["legal-bases", () => basis, { validTo: "2026-10-31" }, "validTo"],
    [
      "tips",
      () => ({
        ...{ origin: "complaint", target: { kind: "entity", code: targetCode }, source: "12345热线" },
        ...{ document: "〔2026〕1号", receivedOn: "2026-11-01", statement: "夜间施工" },
      }),
      { status: "dismissed" },
      "status",
    ],
  ];

const none = { inspector: null, creditKind: null, source: null };
/** How a list of changes calls an entry: by its name, or by what it is about. */
function toldOf(kind: string, entry: Record<string, unknown>): object {
  const target = { code: targetCode, name: "甲公司" };
  switch (kind) {
    case "conflicts":
      return { name: null, about: { ...none, target, inspector: { id: inspectorId, name: "线某" } } };
    case "credit-records":
      return { name: null, about: { ...none, target, creditKind: "violation" } };
    default:
      return { name: entry["name"] ?? entry["law"] ?? entry["document"], about: null };
  }
}

describe.each(kinds)("one of the %s (article 15)", (kind, body, change, field, others) => {
  let first: Record<string, unknown>;
  let second: Record<string, unknown>;
  beforeAll(async () => {
    first = await created(kind, body());
    second = await changed(kind, first["id"], change);
  });
  const at = (instant: unknown, as = county, roles?: readonly Role[]) =>
    read(`${kind}/${String(first["id"])}?at=${String(instant)}`, as, roles);

  test("stands as of any time as it stood then, and was not there before", async () => {
    expect((await at(first["updatedAt"])).body).toEqual(first);
    expect((await at(second["updatedAt"])).body).toEqual(second);
    expect((await at("2099-01-01T00:00:00.000Z")).body).toEqual(second);
    expect(await at("2020-01-01T00:00:00.000Z")).toMatchObject({ status: 404, body: { code: "not-found" } });
    expect(await at("yesterday")).toMatchObject({ status: 422 });
  });

  test("says of its versions and of the difference of two who made them, when and why", async () => {
    const path = `${kind}/${String(first["id"])}`;
    const by = { authority: county, actor: "official-2", reason: "更正登记", at: second["updatedAt"] };
    expect((await read(`${path}/history`)).body).toMatchObject({
      items: [
        { version: 1, actor: "official-1", reason: "registered", at: first["updatedAt"], entry: first },
        { version: 2, ...by, entry: second },
      ],
    });
    expect((await read(`${path}/difference?from=1`)).body).toEqual({
      from: expect.objectContaining({ version: 1, actor: "official-1", reason: "registered" }),
      to: { version: 2, ...by },
      fields: expect.arrayContaining([
        { field, was: first[field], is: second[field], by: { version: 2, ...by } },
      ]),
    });
    expect(await read(`${path}/difference?from=1&to=3`)).toMatchObject({ status: 404 });
  });

  test("gives its versions in pages, the newest first where that is asked", async () => {
    const path = `${kind}/${String(first["id"])}/history?limit=1&newestFirst=`;
    for (const [newestFirst, order] of [
      ["true", [second, first]],
      ["false", [first, second]],
    ] as const) {
      const { body: page } = await read(`${path}${newestFirst}`);
      const { body: rest } = await read(`${path}${newestFirst}&after=${String(page["next"])}`);
      expect([page, rest]).toMatchObject(order.map((entry) => ({ items: [{ entry }] })));
      expect(rest["next"]).toBeNull();
    }
  });

  test("is listed among what has changed, each version with its fields", async () => {
    const { body: changes } = await read(`changes?register=${kind}&actor=official-2`);
    const made = { version: 2, reason: "更正登记", at: second["updatedAt"], fields: [field] };
    expect(changes["items"]).toContainEqual(
      expect.objectContaining({ register: kind, ...made, ...toldOf(kind, first) }),
    );
  });

  test("shows of them to others as much as of the entry, and to a sibling nothing", async () => {
    const path = `${kind}/${String(first["id"])}`;
    const seen =
      others === undefined ? { was: first[field], is: second[field] } : { was: others, is: others };
    for (const [as, roles] of [
      [county, ["planner"]],
      [prefecture, undefined],
    ] as const) {
      const then = await at(first["updatedAt"], as, roles);
      expect(then.body[field]).toEqual(seen.was);
      const { body: difference } = await read(`${path}/difference?from=1`, as, roles);
      expect(difference["fields"]).toContainEqual(expect.objectContaining({ field, ...seen }));
    }
    // Laws are public.
    const status = kind === "legal-bases" ? 200 : 404;
    for (const asked of [path, `${path}?at=${String(second["updatedAt"])}`, `${path}/difference?from=1`])
      expect(await read(asked, sibling)).toMatchObject({ status });
  });
});

describe("what an entry rests on (articles 2, 8)", () => {
  test("is shown of an item as it stood at that time, also where no version of the item was made by it", async () => {
    const { id, updatedAt } = await created("legal-bases", { ...basis, article: "第八条" }, prefecture);
    const first = await created("items", item("533103-V2", { bases: [id] }));
    const repealed = await changed("legal-bases", id, { validTo: "2026-10-31" }, prefecture);
    const at = async (instant: unknown, as = county) =>
      (await read(`items/${String(first["id"])}?at=${String(instant)}`, as)).body;
    const now = (await read(`items/${String(first["id"])}`)).body;
    expect(now).toMatchObject({ version: 1, repealed: [{ id, validTo: "2026-10-31" }] });
    for (const as of [county, prefecture]) {
      expect(await at(repealed["updatedAt"], as)).toEqual(now);
      expect(await at(first["updatedAt"], as)).toEqual(first);
    }
    expect(Date.parse(String(updatedAt))).toBeLessThan(Date.parse(String(first["updatedAt"])));
  });

  test("tells of a superior's basis when it changed and how it stood, not who changed it and why (article 5)", async () => {
    const { id } = await created("legal-bases", { ...basis, article: "第九条" }, prefecture);
    await changed("legal-bases", id, { validTo: "2026-10-31" }, prefecture);
    const { body } = await read(`legal-bases/${String(id)}/difference?from=1`);
    const by = { version: 2, authority: prefecture, actor: null, reason: null };
    expect(body).toMatchObject({ to: by, fields: [{ field: "validTo", was: null, is: "2026-10-31", by }] });
  });

  test("is shown of a tip's inspection as of that time: what it had entered into credit", async () => {
    const tip = await created("tips", {
      ...{ origin: "referral", target: { kind: "entity", code: targetCode }, source: "城管局" },
      ...{ document: "〔2026〕2号", receivedOn: "2026-11-01", statement: "围挡倒伏" },
    });
    const inspection = uuidv7();
    const service = { as: county, service: true };
    await registry.call("PUT", `/api/v1/tips/${String(tip["id"])}/inspection`, {
      ...service,
      body: { inspectionId: inspection },
    });
    const ordered = (await read(`tips/${String(tip["id"])}`)).body;
    const credit = { targetCode, targetKind: "entity", origin: "referral", outcome: "clean", revision: 9 };
    await registry.call("PUT", `/api/v1/credit-records/inspections/${inspection}`, {
      ...service,
      body: { ...credit, on: "2026-11-02" },
    });
    const at = async (instant: unknown) =>
      (await read(`tips/${String(tip["id"])}?at=${String(instant)}`)).body["inspection"];
    expect(await at(tip["updatedAt"])).toBeNull();
    expect(await at(ordered["updatedAt"])).toMatchObject({ id: inspection, credit: null });
    expect(await at("2099-01-01T00:00:00.000Z")).toMatchObject({ id: inspection, credit: "clean" });
  });
});
