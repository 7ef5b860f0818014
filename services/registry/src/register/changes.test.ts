import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode, makeIdNumber } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

const item = {
  code: "533103-JZ-01",
  name: "建筑施工许可检查",
  legalBasis: "《建筑法》第七条",
  legalBasisValidFrom: "2019-04-23",
  legalBasisValidTo: null,
  subject: "芒市住房和城乡建设局",
  content: "施工许可证的取得与延期",
  method: "现场检查",
  officerTypes: ["quality"],
  specialties: [],
  targetKind: "entity",
  validFrom: "2025-01-01",
  validTo: null,
};
const entity = {
  creditCode: makeCreditCode("533103", 600_001),
  name: "芒市勐焕建筑工程有限公司",
  address: "芒市勐焕街道",
  legalRepresentative: "刀某",
  category: "builder",
  contactName: "岳某",
  contactPhone: "17900000001",
};
const project = {
  code: "533103-2026-001",
  name: "团结大街住宅楼",
  address: "芒市勐焕街道",
  permits: [{ number: "施工许可1号" }],
  leadName: "管某",
  basicFacts: "框架结构",
  contactName: "排某",
  contactPhone: "17900000003",
  builderCreditCode: null,
};
const inspector = {
  kind: "officer",
  name: "线某",
  idNumber: makeIdNumber("1980-02-29", 1),
  types: ["quality"],
  specialties: [],
  certificateNumber: "YN-Z-533103-901",
  certificateValidFrom: "2024-01-01",
  certificateValidTo: "2028-12-31",
  unit: "芒市住房和城乡建设局",
  phone: "17900000002",
};

/** Registers an entry; gives its address. */
const register = async (kind: string, body: object) => {
  const answer = await registry.call("POST", `/api/v1/${kind}`, { body });
  expect(answer, answer.text).toMatchObject({ status: 201 });
  return { url: `/api/v1/${kind}/${String(answer.body["id"])}`, created: answer.body };
};
const change = (url: string, body: object) => registry.call("PATCH", url, { body, actor: "official-2" });
/** What the API says of an entry's past. */
const historyOf = async (url: string) => (await registry.call("GET", `${url}/history`)).body["items"];

/** Changes an entry twice; each change, and how it then stood, is read back. */
const changesTwice = async (kind: string, body: object, first: object, second: object) => {
  const { url, created } = await register(kind, body);
  expect(created).toMatchObject({ authority: "533103", version: 1 });
  const one = await change(url, { version: 1, reason: "第一次变更", ...first });
  expect(one, one.text).toMatchObject({ status: 200, body: { ...first, version: 2 } });
  const two = await change(url, { version: 2, reason: "第二次变更", ...second });
  expect(two, two.text).toMatchObject({ status: 200, body: { ...first, ...second, version: 3 } });
  expect((await registry.call("GET", url)).body).toEqual(two.body);
  const by = { authority: "533103", actor: "official-2" };
  expect(await historyOf(url)).toEqual([
    {
      ...by,
      actor: "official-1",
      version: 1,
      reason: "registered",
      at: created["updatedAt"],
      entry: created,
    },
    { ...by, version: 2, reason: "第一次变更", at: one.body["updatedAt"], entry: one.body },
    { ...by, version: 3, reason: "第二次变更", at: two.body["updatedAt"], entry: two.body },
  ]);
  // What was not asked to change stands as it stood.
  expect(two.body).toMatchObject({ ...body, ...first, ...second });
  return url;
};

describe("every change is a version with who, when and why (article 15)", () => {
  test("of an item, whose validity may end and open again, in order", async () => {
    const url = await changesTwice(
      "items",
      item,
      { validTo: "2026-12-31", legalBasisValidTo: "2027-01-31", officerTypes: ["quality", "safety"] },
      { validTo: null, content: "施工许可证的取得、延期与公示" },
    );
    for (const wrong of [{ validTo: "2024-12-31" }, { legalBasisValidTo: "2019-04-22" }])
      expect(await change(url, { version: 3, reason: "误", ...wrong })).toMatchObject({
        status: 422,
        body: {
          errors: [{ path: `/${Object.keys(wrong).join()}`, message: "止期早于起期" }],
        },
      });
    expect(await historyOf(url)).toHaveLength(3);
    expect((await registry.call("GET", `/api/v1/items/${item.code}`)).body["version"]).toBe(3);
  });

  test("of a project, whose builder is a registered entity or none", async () => {
    await register("entities", entity);
    const url = await changesTwice(
      "projects",
      project,
      { builderCreditCode: entity.creditCode, permits: [], contactPhone: "17900000004" },
      { builderCreditCode: null, status: "deregistered", removalGround: "closed" },
    );
    expect(
      await change(url, { version: 3, reason: "误", builderCreditCode: makeCreditCode("533103", 600_002) }),
    ).toMatchObject({ status: 422, body: { errors: [{ path: "/builderCreditCode" }] } });
    expect(await historyOf(url)).toHaveLength(3);
  });

  test("of a conflict, withdrawn and declared again", async () => {
    const { created } = await register("inspectors", inspector);
    const { certificateNumber } = inspector;
    const declared = { targetCode: entity.creditCode, ground: "kinship", note: "表兄弟" };
    const { url, created: conflict } = await register("conflicts", { certificateNumber, ...declared });
    expect(conflict).toMatchObject({ ...declared, inspectorId: created["id"], status: "declared" });
    const one = await change(url, { version: 1, reason: "已核实并非亲属", status: "withdrawn" });
    const two = await change(url, {
      version: 2,
      reason: "持有股份",
      status: "declared",
      ground: "shareholding",
      note: "持股百分之三",
    });
    expect(await historyOf(url)).toMatchObject([
      { version: 1, actor: "official-1", reason: "registered", entry: conflict },
      { version: 2, actor: "official-2", reason: "已核实并非亲属", entry: one.body },
      { version: 3, actor: "official-2", reason: "持有股份", entry: two.body },
    ]);
    expect((await registry.call("GET", url)).body).toEqual(two.body);
    expect(two.body).toMatchObject({ status: "declared", ground: "shareholding", note: "持股百分之三" });
    // It is listed under its target and its inspector as it now stands.
    for (const query of [
      `targetCode=${entity.creditCode}`,
      `inspectorId=${String(created["id"]).toUpperCase()}`,
    ])
      expect(
        (await registry.call("GET", `/api/v1/conflicts?${query}&status=declared`)).body["items"],
      ).toEqual([two.body]);
  });
});
