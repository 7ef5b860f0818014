import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { makeCreditCode, makeIdNumber } from "../../../../infra/sample/codes.ts";
import { startRegistry, type CallOptions, type TestRegistry } from "../testing/service.ts";
import { readWorkbook } from "../testing/workbooks.ts";

const as = "533123";
const code = (serial: number) => makeCreditCode(as, 730_000 + serial);
let registry: TestRegistry;
const posted = async (path: string, body: object) => {
  const answer = await registry.call("POST", `/api/v1/${path}`, { as, body });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
};
const firm = (serial: number, change: object = {}) => ({
  ...{ creditCode: code(serial), name: `盈江第${serial}建筑公司`, address: `平原镇${serial}号` },
  ...{ legalRepresentative: "刀某", category: "builder", contactName: "岳某" },
  ...{ contactPhone: `1790000${String(serial).padStart(4, "0")}`, ...change },
});
const officer = (serial: number, validTo: string) => ({
  ...{
    kind: "officer",
    name: `线${serial}`,
    idNumber: makeIdNumber("1980-02-29", serial),
    types: ["quality"],
  },
  ...{ specialties: [], certificateNumber: `YN-${serial}`, certificateValidFrom: "2024-01-01" },
  ...{ certificateValidTo: validTo, unit: "住建局", phone: "17900000002" },
});
const tip = (serial: number, change: object = {}) => ({
  ...{
    origin: "complaint",
    target: { kind: "entity", code: code(1) },
    source: "=热线",
    document: `第${serial}号`,
  },
  ...{ receivedOn: "2026-10-09", statement: "反映围挡缺失", evidence: [] },
  ...{ complainant: { name: "管某", phone: "17900000009" }, ...change },
});

beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  for (const serial of [1, 2, 3]) await posted("entities", firm(serial));
  await posted("entities", firm(4, { name: "盈江 第3建筑公司" }));
  await posted("tips", tip(1));
  await posted("tips", tip(2, { origin: "referral", complainant: null }));
  await posted("legal-bases", { law: "《建筑法》", article: "第六十五条", validFrom: "1998-03-01" });
  for (const [serial, validTo] of [
    [1, "2026-11-05"],
    [2, "2026-10-01"],
    [3, "2030-01-01"],
  ] as const)
    await posted("inspectors", officer(serial, validTo));
  const left = { version: 1, reason: "核实", status: "deregistered", removalGround: "moved-away" };
  await registry.call("PATCH", `/api/v1/entities/${code(2)}`, { as, body: left });
  const row = (serial: number) => ({
    targetKind: "entity",
    code: code(serial),
    name: `甲${serial}`,
    number: `许-${serial}`,
  });
  await posted("source-lists", { source: "permits", asOf: "2026-10-31", rows: [1, 2, 8, 9].map(row) });
}, 120_000);
afterAll(() => registry.close());

/** A list's rows by their headings. */
async function rowsOf(path: string, options: CallOptions = {}): Promise<Record<string, string>[]> {
  const answer = await registry.call("GET", `/api/v1/${path}`, { as, ...options });
  expect(answer.status, answer.text).toBe(200);
  expect(answer.text.startsWith("\uFEFF")).toBe(true);
  return parse(answer.text, { bom: true, columns: true });
}
async function listed(path: string, options: CallOptions = {}): Promise<Record<string, unknown>[]> {
  return (await registry.call("GET", `/api/v1/${path}`, { as, ...options })).body["items"] as Record<
    string,
    unknown
  >[];
}

describe("a list that is no register, taken away as a file", () => {
  test("has tips with what was complained of and by whom for who needs it, and on record, narrowed as they were seen (article 2)", async () => {
    const clerk = { roles: ["registry-clerk"], actor: "taker" } as const;
    // Whether it may be had is asked first, and puts nothing on record.
    const asking = { ...clerk, roles: [...clerk.roles] };
    const asked = await registry.call("HEAD", "/api/v1/tips/export?format=csv", asking);
    expect(asked).toMatchObject({ status: 200, text: "" });
    expect(await rowsOf("tips/export?format=csv", { ...clerk, roles: [...clerk.roles] })).toMatchObject([
      { 线索来源: "转办", 文号: "第2号", 反映情况: "反映围挡缺失", 反映人: "", 反映人电话: "" },
      { 线索来源: "投诉举报", 文号: "第1号", 反映人: "管某", 反映人电话: "17900000009", 来源: "'=热线" },
    ]);
    const masked = await rowsOf("tips/export?format=csv&origin=complaint", {
      roles: ["planner"],
      actor: "other",
    });
    expect(masked).toMatchObject([{ 文号: "第1号", 反映情况: "***", 反映人: "***", 反映人电话: "***" }]);
    const unnamed = await rowsOf("tips/export?format=csv&origin=referral", { roles: ["planner"] });
    expect(unnamed).toMatchObject([{ 反映人: "***" }]);
    await vi.waitFor(async () => expect(await acts("taker")).toEqual(["tips/exported", "tips/looked"]));
    await vi.waitFor(async () => expect(await acts("other")).toEqual(["tips/exported"]));
  });

  test("has legal bases, with those of the superior, and whose each is (article 8)", async () => {
    expect(await rowsOf("legal-bases/export?format=csv")).toMatchObject([
      {
        法律法规名称: "《建筑法》",
        条款: "第六十五条",
        有效期起: "1998-03-01",
        有效期止: "",
        主管部门: expect.stringContaining("盈江"),
      },
    ]);
  });

  test("has the certificates that end, by how near their ends are (article 13)", async () => {
    expect(await rowsOf("certificates/ending/export?format=csv")).toMatchObject([
      { 名称: "线2", 证件号码: "YN-2", 有效期止: "2026-10-01", 剩余天数: "-32" },
      { 名称: "线1", 证件号码: "YN-1", 剩余天数: "3" },
    ]);
    const expired = await rowsOf("certificates/ending/export?format=csv&stage=expired&lang=en");
    expect(expired).toMatchObject([{ Name: "线2" }]);
  });

  test("has who is missing in the registry, and who left it and why (articles 10, 12, 15)", async () => {
    const query = "kind=entity&source=permits";
    const rows = await rowsOf(`completeness/unregistered/export?format=csv&${query}`);
    const seen = await listed(`completeness/unregistered?${query}`);
    expect(rows.map((row) => row["编码"])).toEqual(seen.map((one) => one["code"]));
    expect(rows).toMatchObject(
      seen.map(({ code: one }) => ({ 编码: one, 移出事由: one === code(2) ? "迁出辖区" : "" })),
    );
    expect(await rowsOf("source-lists/export?format=csv")).toMatchObject([
      { 来源: "许可", 截至: "2026-10-31", 条数: "4" },
    ]);
    expect(await rowsOf(`completeness/unregistered/export?format=csv&${query}`, { as: "533103" })).toEqual(
      [],
    );
  });

  test("has what may be registered twice, and why, without what was found to be two (article 5)", async () => {
    const [one, ...others] = await rowsOf("duplicates/export?format=csv&register=entities");
    expect(others).toEqual([]);
    expect(new Set([one?.["编码"], one?.["另一记录编码"]])).toEqual(new Set([code(3), code(4)]));
    expect(one).toMatchObject({ 疑似理由: "名称相同" });
    await posted("duplicates/dismissals", {
      register: "entities",
      one: code(3),
      other: code(4),
      reason: "两家",
    });
    expect(await rowsOf("duplicates/export?format=csv&register=entities")).toEqual([]);
    expect(await rowsOf("merges/export?format=csv")).toEqual([]);
    expect(await rowsOf("proposals/export?format=csv")).toEqual([]);
  });

  test("has what changed, who changed it and why: of a register, since a day (article 15)", async () => {
    const query = "register=entities&since=2026-10-26T00:00:00.000Z";
    const rows = await rowsOf(`changes/export?format=csv&${query}`);
    const seen = await listed(`changes?${query}&limit=100`);
    expect(rows.map((row) => [row["记录"], row["版本号"]])).toEqual(
      seen.map((one) => [one["ref"], String(one["version"])]),
    );
    expect(rows.find((row) => row["记录"] === code(2) && row["版本号"] === "2")).toMatchObject({
      ...{ 名录: "市场主体", 变更内容: "状态、移出事由", 理由: "核实", 办理人: "official-1" },
    });
    expect(await rowsOf("changes/export?format=csv&until=2026-10-26T00:00:00.000Z")).toEqual([]);
  });

  test("is a workbook as well, of a sheet that says what it is", async () => {
    const answer = await registry.app.inject({
      method: "GET",
      url: "/api/v1/certificates/ending/export",
      headers: await registry.signedIn({ authority: as }),
    });
    expect(answer.headers["content-disposition"]).toBe('attachment; filename="certificates-ending.xlsx"');
    const { rows, sheet } = await readWorkbook(answer.rawPayload);
    expect(sheet.name).toBe("证件到期");
    expect(rows).toHaveLength(3);
  });

  test("is refused to who may not read the list, and where its query is none", async () => {
    for (const name of ["tips", "changes", "source-lists", "merges", "legal-bases", "certificates/ending"]) {
      expect(await registry.call("GET", `/api/v1/${name}/export`, { as: null })).toMatchObject({
        status: 401,
      });
      expect(await registry.call("GET", `/api/v1/${name}/export`, { as, roles: ["witness"] })).toMatchObject({
        status: 403,
      });
      expect(await registry.call("GET", `/api/v1/${name}/export?limit=5`, { as })).toMatchObject({
        status: 422,
      });
    }
    expect(await registry.call("GET", "/api/v1/duplicates/export", { as })).toMatchObject({ status: 422 });
  });

  /** What somebody has done, as the audit trail has it. */
  const acts = (actor: string) =>
    connected(registry.fresh.superUrl, async (client) => {
      const { rows } = await client.query<{ action: string }>(
        "select action from registry.audit where actor = $1 order by action",
        [actor],
      );
      return rows.map(({ action }) => action);
    });
});

/** Lists of which no file is made: people's own filters, uploads, which hand back their own files, what many services read, and parts of one entry. */
const without = /^\/api\/v1\/(filters|imports|events|audit|audit\/chain)$|\{/;

test("every list that the registry shows can be taken away as a file, narrowed by the same query", async () => {
  const { body } = await registry.call("GET", "/openapi.json", { as: null });
  const paths = body["paths"] as Record<string, { get?: { parameters?: { name: string; in: string }[] } }>;
  const asked = (path: string) =>
    (paths[path]?.get?.parameters ?? []).filter((one) => one.in === "query").map(({ name }) => name);
  const lists = Object.keys(paths).filter((path) => asked(path).includes("after") && !without.test(path));
  expect(lists.length).toBeGreaterThan(12);
  for (const list of lists) {
    const narrowing = asked(list).filter((name) => !["after", "limit", "count"].includes(name));
    expect([list, asked(`${list}/export`).toSorted()]).toEqual([
      list,
      [...narrowing, "format", "lang"].toSorted(),
    ]);
  }
});
