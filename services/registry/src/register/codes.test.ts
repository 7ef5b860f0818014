import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode, makeIdNumber } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

const as = "533103";
const code = makeCreditCode(as, 640_001);
const small = code.toLowerCase();
const projectCode = "533103-XM-640001";
const smallProject = projectCode.toLowerCase();
const contact = { contactName: "岳某", contactPhone: "17900000001" };

let registry: TestRegistry;
const post = (path: string, body: object) => registry.call("POST", `/api/v1/${path}`, { as, body });
const read = async (path: string) => (await registry.call("GET", `/api/v1/${path}`, { as })).body;

beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  const entity = { name: "甲公司", address: "团结大街", legalRepresentative: "刀某", category: "builder" };
  expect(small).not.toBe(code);
  expect(await post("entities", { creditCode: small, ...entity, ...contact })).toMatchObject({
    status: 201,
    body: { creditCode: code },
  });
  const project = { name: "一号楼", address: "勐焕街道", permits: [], leadName: "刀某", basicFacts: "框架" };
  expect(
    await post("projects", { code: smallProject, ...project, builderCreditCode: small, ...contact }),
  ).toMatchObject({ status: 201, body: { code: projectCode, builderCreditCode: code } });
});
afterAll(() => registry.close());

describe("a code of a target is one whether it is written in capitals or not (article 5)", () => {
  test("a list of another body that has it in small letters finds it registered (article 10)", async () => {
    const rows = [
      { targetKind: "entity", code: small, name: "甲公司" },
      { targetKind: "project", code: smallProject, name: "一号楼" },
    ];
    expect(await post("source-lists", { source: "business", asOf: "2026-11-01", rows })).toMatchObject({
      status: 201,
    });
    const sheet = await registry.call("POST", "/api/v1/source-lists/file?source=permits&asOf=2026-11-01", {
      ...{ as, raw: `统一社会信用代码,企业名称\n${small},甲公司\n` },
      headers: { "content-type": "text/csv" },
    });
    expect(sheet, sheet.text).toMatchObject({ status: 201 });
    for (const kind of ["entity", "project"])
      expect((await read(`completeness?kind=${kind}`))["statistics"]).not.toContainEqual(
        expect.objectContaining({ code: expect.stringMatching("unregistered"), value: 1 }),
      );
    const twice = [rows[0], { ...rows[0], code }];
    expect(await post("source-lists", { source: "business", asOf: "2026-11-02", rows: twice })).toMatchObject(
      { status: 422, body: { errors: [{ fault: "twice" }] } },
    );
  });

  test("records of credit come in by it, as a file and one by one, and count in its class (article 21)", async () => {
    const file = `targetCode,kind,date,description\n${small},penalty,2026-03-05,擅自施工\n`;
    const imported = await registry.importFile("credit-records", file);
    expect(imported, imported.text).toMatchObject({ status: 200, body: { imported: 1 } });
    const record = { targetCode: smallProject, kind: "complaint", date: "2026-03-05", description: "扰民" };
    expect(await post("credit-records", record)).toMatchObject({
      status: 201,
      body: { targetCode: projectCode, targetKind: "project" },
    });
    expect((await read(`credit-records?targetCode=${small}`))["items"]).toMatchObject([{ targetCode: code }]);
    expect(await read(`risk-classes/entity/${small}`)).toMatchObject({
      code,
      because: [{ reason: "violations", count: 1 }],
    });
  });

  test("an interest declared by it excludes from the target, and is declared once (article 24)", async () => {
    const inspector = await post("inspectors", {
      ...{ kind: "officer", name: "线某", idNumber: makeIdNumber("1980-02-29", 1), types: ["quality"] },
      ...{ specialties: [], certificateNumber: "YN-640001", certificateValidFrom: "2024-01-01" },
      ...{ unit: "芒市住房和城乡建设局", phone: "17900000002" },
    });
    expect(inspector, inspector.text).toMatchObject({ status: 201 });
    const interest = (targetCode: string) =>
      post("conflicts", { inspectorId: inspector.body["id"], targetCode, ground: "kinship", note: "堂兄弟" });
    expect(await interest(small)).toMatchObject({ status: 201, body: { targetCode: code } });
    expect(await interest(code)).toMatchObject({ status: 409, body: { code: "registry/duplicate" } });
    const snapshot = await registry.call("GET", "/api/v1/snapshot/conflicts", { as, service: true });
    expect(snapshot.text).toContain(JSON.stringify(code));
  });

  test("a tip names its target by it (article 2)", async () => {
    const tip = (kind: string, of: string) =>
      post("tips", {
        ...{ origin: "referral", target: { kind, code: of }, source: "城管局", document: `${kind}1号` },
        ...{ receivedOn: "2026-11-01", statement: "夜间施工" },
      });
    expect(await tip("entity", small)).toMatchObject({ status: 201, body: { target: { code } } });
    expect(await tip("project", smallProject)).toMatchObject({
      status: 201,
      body: { target: { code: projectCode } },
    });
  });

  test("entries are found by it, and registered once", async () => {
    expect(await read(`entities/${small}`)).toMatchObject({ creditCode: code });
    expect(await read(`projects/${smallProject}`)).toMatchObject({ code: projectCode });
    expect(await read(`projects/${smallProject}/history`)).toMatchObject({ items: [{ version: 1 }] });
    const card = await registry.call("GET", `/api/v1/targets/project/${smallProject}`, { as, service: true });
    expect(card.body).toMatchObject({ code: projectCode });
    const again = { name: "二号楼", address: "勐焕街道", permits: [], leadName: "刀某", basicFacts: "框架" };
    expect(await post("projects", { code: "533103-Xm-640001", ...again, ...contact })).toMatchObject({
      status: 409,
      body: { code: "registry/duplicate" },
    });
  });

  test("a sheet that has it in small letters changes its entry, and changes nothing of the code", async () => {
    const headings = "统一社会信用代码,版本,名称,地址,法定代表人,类别,联系人,联系电话";
    const file = `${headings}\n${small},1,甲公司,勐焕街道,刀某,建筑施工企业,岳某,17900000001\n`;
    const changed = await registry.importFile("entities", file, { apply: null });
    expect(changed.body, changed.text).toMatchObject({ counts: { changed: 1, refused: 0 } });
    expect(changed.body["differences"]).toMatchObject([{ entry: code, fields: [{ field: "address" }] }]);
  });
});

test("a code of an item is one however it is written: in the register, in its sheet, and for a plan that has it in small letters (article 7)", async () => {
  const item = (written: string) => ({
    ...{ code: written, name: "施工许可检查", legalBasis: "建筑法", legalBasisValidFrom: "1998-03-01" },
    ...{ subject: "住建局", content: "施工许可证", method: "现场检查", officerTypes: ["market"] },
    ...{ specialties: [], targetKind: "entity", validFrom: "2025-01-01" },
  });
  expect(await post("items", item("ab－０1"))).toMatchObject({ status: 201, body: { code: "AB-01" } });
  expect(await post("items", item("Ab-01"))).toMatchObject({
    status: 409,
    body: { code: "registry/duplicate" },
  });
  expect(await read("items/ab-01")).toMatchObject({ code: "AB-01" });
  const { body } = await registry.call("GET", "/api/v1/items/by-codes?codes=ab-01,AB-01,ab-02", {
    ...{ as, service: true },
  });
  expect((body["items"] as { code: string }[]).map((one) => one.code)).toEqual(["ab-01", "AB-01"]);
});
