import { Workbook } from "@cj-tech-master/excelts";
import { sheetTypes } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode, makeIdNumber } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

const as = "533103";
const post = (path: string, body: object) => registry.call("POST", `/api/v1/${path}`, { as, body });
const leave = (code: string, removalGround: string) =>
  registry.call("PATCH", `/api/v1/entities/${code}`, {
    as,
    body: { version: 1, reason: "核实", status: "deregistered", removalGround },
  });
const code = (serial: number) => makeCreditCode(as, serial);
const entity = (serial: number, changes: object = {}) => ({
  creditCode: code(serial),
  name: `第${serial}建筑工程有限公司`,
  address: "团结大街",
  legalRepresentative: "刀某",
  category: "builder",
  contactName: "岳某",
  contactPhone: "17900000001",
  ...changes,
});
const inspector = (serial: number, changes: object) => ({
  kind: "officer",
  name: "线某",
  idNumber: makeIdNumber("1980-02-29", serial),
  types: ["quality"],
  specialties: [],
  certificateNumber: `YN-${serial}`,
  certificateValidFrom: "2024-01-01",
  unit: "芒市住房和城乡建设局",
  phone: "17900000002",
  ...changes,
});
const row = (serial: number) => ({
  targetKind: "entity",
  code: code(serial),
  name: `第${serial}公司`,
  number: `许-${serial}`,
});
const counted = async (path = "completeness", options = {}) =>
  (await registry.call("GET", `/api/v1/${path}?kind=entity`, { as, ...options })).body;

describe("the registry against the lists of others (articles 10, 12, 15)", () => {
  test("says that there is none to compare with, and who is not drawn of the inspectors, on which ground", async () => {
    await post("inspectors", inspector(1, { certificateValidTo: "2026-11-01" }));
    await post("inspectors", inspector(2, { leaves: [{ from: "2026-11-01" }] }));
    await post("inspectors", inspector(3, {}));
    expect(await counted()).toEqual({
      lists: [],
      statistics: [
        { code: "lists-compared", value: 0 },
        { code: "inspectors-certificate", value: 1 },
        { code: "inspectors-leave", value: 1 },
      ],
    });
  });

  test("counts who holds a permit and is not registered, who left and why, and who left and still holds one; by numbers alone", async () => {
    for (const serial of [1, 2, 3, 4])
      expect(await post("entities", entity(serial))).toMatchObject({ status: 201 });
    await post("entities", entity(5, { businessState: "closed" }));
    expect(await leave(code(2), "moved-away")).toMatchObject({ status: 200 });
    expect(await leave(code(3), "not-supervised")).toMatchObject({ status: 200 });
    const brought = { source: "permits", asOf: "2026-10-31", rows: [1, 3, 8, 9].map(row) };
    expect(await post("source-lists", brought)).toMatchObject({
      status: 201,
      body: { rows: 4, broughtBy: "official-1" },
    });
    expect(await post("source-lists", brought)).toMatchObject({
      status: 409,
      body: { code: "registry/duplicate" },
    });
    await post("source-lists", { source: "business", asOf: "2026-10-01", rows: [1, 7, 8].map(row) });
    await post("source-lists", { source: "business", asOf: "2026-11-01", rows: [1, 3, 5, 8].map(row) });
    const { lists, statistics } = await counted();
    expect(lists).toMatchObject([
      { source: "business", asOf: "2026-11-01", rows: 4 },
      { source: "permits", asOf: "2026-10-31", rows: 4 },
    ]);
    expect((statistics as object[]).slice(0, 7)).toEqual([
      { code: "lists-compared", value: 2 },
      { code: "unregistered-business", value: 1 },
      { code: "unregistered-permits", value: 2 },
      { code: "removed-closed", value: 1 },
      { code: "removed-moved-away", value: 1 },
      { code: "removed-not-supervised", value: 1 },
      { code: "removed-still-listed", value: 2 },
    ]);
    const asService = await counted("snapshot/completeness", { service: true });
    expect(asService).toEqual({ lists, statistics });
    expect(JSON.stringify(asService)).not.toContain("公司");
    expect((await counted("completeness", { as: "533102" }))["statistics"]).toEqual([
      { code: "lists-compared", value: 0 },
    ]);
  });

  test("names them to those who read the registers, a page at a time", async () => {
    const list = async (query: string) =>
      (
        await registry.call("GET", `/api/v1/completeness/unregistered?kind=entity&source=permits${query}`, {
          as,
        })
      ).body;
    const first = await list("&limit=2");
    const second = await list(`&limit=2&after=${String(first["next"])}`);
    expect([...(first["items"] as object[]), ...(second["items"] as object[])]).toMatchObject([
      { code: code(3), number: "许-3", removalGround: "not-supervised" },
      { code: code(8), removalGround: null },
      { code: code(9), removalGround: null },
    ]);
    expect(second["next"]).toBeNull();
  });

  describe("brought as a file, as permits, business registration and project filings give it", () => {
    const file = (source: string, raw: Buffer, type: string, asOf = "2026-11-01") =>
      registry.call("POST", `/api/v1/source-lists/file?source=${source}&asOf=${asOf}`, {
        ...{ as, raw },
        headers: { "content-type": type },
      });
    const csv = (text: string) => Buffer.from(`\ufeff${text}`);

    test("is read by its own headings, in any order, each row of the kind that the source is of", async () => {
      const text = `备案号,项目名称,项目编码\n备1,一号楼,P-1\n备2,二号楼,P-2\n`;
      expect(await file("filings", csv(text), "text/csv")).toMatchObject({
        status: 201,
        body: { source: "filings", rows: 2 },
      });
      const answer = await registry.call(
        "GET",
        "/api/v1/completeness/unregistered?kind=project&source=filings",
        {
          as,
        },
      );
      expect(answer.body["items"]).toMatchObject([
        { code: "P-1", name: "一号楼", number: "备1" },
        { code: "P-2", name: "二号楼", number: "备2" },
      ]);
    });

    test("is read from a workbook as well", async () => {
      const workbook = new Workbook();
      const sheet = workbook.addWorksheet("许可");
      sheet.addRow(["统一社会信用代码", "企业名称", "许可证号"]);
      for (const serial of [1, 8, 9, 10]) sheet.addRow([code(serial), `第${serial}公司`, `许-${serial}`]);
      const bytes = Buffer.from(await workbook.xlsx.writeBuffer());
      expect(await file("permits", bytes, sheetTypes[0])).toMatchObject({ status: 201, body: { rows: 4 } });
    });

    test("is refused whole, with each cell that is wrong and what would be right", async () => {
      const text = `统一社会信用代码,企业名称\n${code(1)},甲公司\n编号 1,乙公司\n${code(1)},\n`;
      const answer = await file("business", csv(text), "text/csv", "2026-11-02");
      expect(answer).toMatchObject({
        status: 422,
        body: {
          code: "import/rows-refused",
          errors: [
            { row: 3, column: "A", path: "code" },
            { row: 4, column: "B", path: "name" },
          ],
        },
      });
      expect(await file("business", csv("甲,乙\n1,2\n"), "text/csv", "2026-11-02")).toMatchObject({
        status: 422,
      });
      expect(
        await file("business", csv("统一社会信用代码,企业名称\n"), "text/csv", "2026-11-02"),
      ).toMatchObject({
        status: 422,
      });
      expect(await file("business", csv(text), "application/json")).toMatchObject({ status: 415 });
      const lists = await registry.call("GET", "/api/v1/source-lists?source=business", { as });
      expect((lists.body["items"] as { asOf: string }[]).map(({ asOf }) => asOf)).not.toContain("2026-11-02");
    });
  });

  test("refuses a list that names one twice", async () => {
    const twice = { source: "filings", asOf: "2026-11-01", rows: [row(1), row(1)] };
    expect(await post("source-lists", twice)).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/rows", fault: "twice" }] },
    });
  });
});
