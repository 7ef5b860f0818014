import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode, makeIdNumber } from "../../../../infra/sample/codes.ts";
import { startRegistry, type CallOptions, type TestRegistry } from "../testing/service.ts";

const as = "533123";
const code = makeCreditCode(as, 720_001);
let registry: TestRegistry;
const registered = async (kind: string, body: object) => {
  const answer = await registry.call("POST", `/api/v1/${kind}`, { as, body });
  expect(answer.status, answer.text).toBe(201);
  return String(answer.body["id"]);
};
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  const contact = { contactName: "岳某", contactPhone: "17900000001" };
  const firm = { name: "甲公司", address: "盈江县", legalRepresentative: "刀某", category: "builder" };
  await registered("entities", { creditCode: code, ...firm, ...contact });
  const site = { name: "住宅楼", address: "平原镇", permits: [{ number: "A，1" }], leadName: "管某" };
  await registered("projects", { code: "P-1", ...site, basicFacts: "框架", ...contact });
  const basis = { legalBasis: "《办法》第三条", legalBasisValidFrom: "2015-03-01", subject: "住建局" };
  const item = { code: "I-1", name: "资质抽查", content: "资质", method: "现场", targetKind: "entity" };
  await registered("items", {
    ...basis,
    ...item,
    officerTypes: ["market"],
    specialties: [],
    validFrom: "2026-01-01",
  });
  const officer = {
    kind: "officer",
    name: "线某",
    idNumber: makeIdNumber("1980-02-29", 1),
    types: ["quality"],
  };
  const certificate = { certificateNumber: "YN-1", certificateValidFrom: "2024-01-01" };
  const inspectorId = await registered("inspectors", {
    ...{ ...officer, ...certificate, specialties: [], unit: "住建局", phone: "17900000002" },
  });
  const declared = { ground: "kinship", note: "配偶任职", evidence: "户籍证明", validFrom: "2024-01-01" };
  await registered("conflicts", { inspectorId, targetCode: code, ...declared });
  const record = { targetCode: code, kind: "penalty", date: "2026-03-05", description: "擅自施工" };
  await registered("credit-records", { ...record, personInCharge: "管某" });
  await registered("credit-records", { ...record, description: "另一情况" });
}, 60_000);
afterAll(() => registry.close());

/** A list's rows by their headings, the oldest first. */
async function rowsOf(
  kind: string,
  roles: CallOptions["roles"],
  reader = as,
): Promise<Record<string, string>[]> {
  const answer = await registry.call("GET", `/api/v1/${kind}/export?format=csv`, {
    as: reader,
    ...(roles === undefined ? {} : { roles }),
  });
  expect(answer.status, answer.text).toBe(200);
  const rows: Record<string, string>[] = parse(answer.text, { bom: true, columns: true });
  return rows.toSorted((one, other) => ((one["系统编号"] ?? "") < (other["系统编号"] ?? "") ? -1 : 1));
}

describe("a list taken away as a file", () => {
  test("has items with the names of their codes (articles 6 to 8)", async () => {
    expect(await rowsOf("items", ["planner"])).toMatchObject([
      { 编码: "I-1", 名称: "资质抽查", 所需执法类型: "建筑市场", 对象类型: "市场主体", 版本号: "1" },
    ]);
  });

  test("has projects, their phones for who calls them up (article 12)", async () => {
    const project = { 编码: "P-1", 许可证: "A，1|||", 项目负责人: "管某" };
    expect(await rowsOf("projects", ["planner"])).toMatchObject([{ ...project, 联系电话: "17900000001" }]);
    expect(await rowsOf("projects", ["auditor"])).toMatchObject([{ ...project, 联系电话: "*******0001" }]);
  });

  test("has of interests the kind, days and evidence only for who decides on them (article 24)", async () => {
    expect(await rowsOf("conflicts", ["approver"])).toMatchObject([
      { 关系: "亲属关系", 说明: "配偶任职", 证据: "户籍证明" },
    ]);
    for (const [roles, reader] of [
      [["planner"], as],
      [["approver"], "533100"],
    ] as const) {
      const rows = await rowsOf("conflicts", roles, reader);
      expect(rows).toMatchObject([{ 检查对象编码: code }]);
      expect(JSON.stringify(rows)).not.toMatch(/亲属关系|配偶任职|户籍证明|2024-01-01/);
      expect(Object.values(rows[0] ?? {}).filter((cell) => cell === "***")).toHaveLength(5);
    }
  });

  test("has of a record of a person whose it is only for who needs it (article 31)", async () => {
    const persons = async (roles: CallOptions["roles"]) =>
      (await rowsOf("credit-records", roles)).map((row) => row["负责人姓名"]);
    expect(await persons(["approver"])).toEqual(["管某", ""]);
    expect(await persons(["planner"])).toEqual(["***", ""]);
  });
});
