import { parse } from "csv-parse/sync";
import { Workbook } from "@cj-tech-master/excelts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { makeCreditCode, makeIdNumber } from "../../../../infra/sample/codes.ts";
import { startRegistry, type CallOptions, type TestRegistry } from "../testing/service.ts";

const as = "533123";
let registry: TestRegistry;
const code = (serial: number) => makeCreditCode("533123", 710_000 + serial);
const entity = (serial: number, change: object = {}) => ({
  ...{
    creditCode: code(serial),
    name: `盈江第${serial}建筑公司`,
    address: "盈江县",
    legalRepresentative: "刀某",
  },
  ...{ category: "builder", contactName: "岳某", contactPhone: "17900000001" },
  ...change,
});

beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  const bodies = [
    entity(1, { name: "=HYPERLINK(1)公司" }),
    entity(2, { name: "太平建材公司", category: "developer" }),
    ...Array.from({ length: 28 }, (_each, index) => entity(3 + index)),
  ];
  for (const body of bodies)
    expect(await registry.call("POST", "/api/v1/entities", { as, body })).toMatchObject({ status: 201 });
}, 60_000);
afterAll(() => registry.close());

/** A list as a file of comma-separated values, row by row. */
async function csvOf(path: string, options: CallOptions = {}): Promise<string[][]> {
  const answer = await registry.call("GET", `/api/v1/${path}`, { as, ...options });
  expect(answer.status, answer.text).toBe(200);
  expect(answer.headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(answer.text.startsWith("\uFEFF")).toBe(true);
  return parse(answer.text, { bom: true });
}

describe("a list taken away as a file (articles 10 to 14)", () => {
  test("has what the list has, narrowed and sorted alike, each row with its code and version", async () => {
    const [headings = [], ...rows] = await csvOf("entities/export?format=csv&sort=-code&category=builder");
    expect(headings).toEqual(expect.arrayContaining(["统一社会信用代码", "类别", "版本号"]));
    const listed = await registry.call("GET", "/api/v1/entities?sort=-code&category=builder&limit=100", {
      as,
    });
    const items = listed.body["items"] as Record<string, unknown>[];
    expect(rows.map((row) => row[headings.indexOf("统一社会信用代码")])).toEqual(
      items.map((item) => item["creditCode"]),
    );
    expect(new Set(rows.map((row) => row[headings.indexOf("类别")]))).toEqual(new Set(["建筑施工企业"]));
    expect(rows[0]).toContain("1");
  });

  test("is worded in English where that is asked", async () => {
    const [headings = [], ...rows] = await csvOf("entities/export?format=csv&lang=en&category=developer");
    expect(headings[0]).toMatch(/^[A-Za-z ]+$/);
    expect(rows).toHaveLength(1);
  });

  test("holds no formula: what begins like one is a text", async () => {
    const [headings = [], ...rows] = await csvOf("entities/export?format=csv&sort=code");
    const names = rows.map((row) => row[headings.indexOf("名称")]);
    expect(names).toContain("'=HYPERLINK(1)公司");
    expect(rows.flat().filter((cell) => /^[=+@]/.test(cell))).toEqual([]);
  });

  test("is a workbook whose cells are texts, codes too", async () => {
    const response = await registry.app.inject({
      method: "GET",
      url: "/api/v1/entities/export?sort=code",
      headers: await registry.signedIn({ authority: as }),
    });
    expect(response.headers["content-disposition"]).toBe('attachment; filename="entities.xlsx"');
    const workbook = new Workbook();
    await workbook.xlsx.load(response.rawPayload);
    const sheet = workbook.getWorksheet("市场主体");
    expect(sheet?.rowCount).toBe(31);
    const cells = Array.from({ length: 31 }, (_each, index) => sheet?.getRow(index + 1).getCell(1));
    expect(cells.map((cell) => cell?.value)).toEqual([
      "统一社会信用代码",
      ...Array.from({ length: 30 }, (_each, index) => code(index + 1)).toSorted(),
    ]);
    expect(cells[1]?.numFmt).toBe("@");
    expect(sheet?.getRow(2).getCell(2).formula).toBeUndefined();
  });

  test("shows phones and ID numbers as the reader may see them, and who took them away is on record", async () => {
    const body = {
      ...{
        kind: "officer",
        name: "线某",
        idNumber: makeIdNumber("1980-02-29", 1),
        types: ["quality"],
        specialties: [],
      },
      ...{
        certificateNumber: "YN-1",
        certificateValidFrom: "2024-01-01",
        unit: "建设局",
        phone: "17900000002",
      },
    };
    await registry.call("POST", "/api/v1/inspectors", { as, body });
    const phoneIn = async (options: CallOptions) => {
      const [headings = [], row = []] = await csvOf("inspectors/export?format=csv", options);
      return [row[headings.indexOf("身份证号码")], row[headings.indexOf("联系电话")]];
    };
    expect(await phoneIn({})).toEqual([body.idNumber, body.phone]);
    expect(await phoneIn({ roles: ["planner"] })).toEqual([expect.stringMatching(/^\*+.{4}$/), body.phone]);
    expect(await phoneIn({ as: "533100" })).toEqual([
      expect.stringMatching(/^\*+/),
      expect.stringMatching(/^\*+/),
    ]);
    const acts = () =>
      connected(registry.fresh.superUrl, async (client) => {
        const { rows } = await client.query<{ action: string; after: Record<string, unknown> | null }>(
          "select action, after from registry.audit where actor = 'taker' order by action",
        );
        return rows;
      });
    await phoneIn({ actor: "taker", roles: ["planner"] });
    await vi.waitFor(async () =>
      expect(await acts()).toMatchObject([
        { action: "inspectors/exported", after: { format: "csv", rows: 1, narrowedBy: [] } },
        { action: "inspectors/looked" },
      ]),
    );
  });

  test("shows nobody what is not in sight, and asks for a token", async () => {
    expect(await csvOf("entities/export?format=csv", { as: "533103" })).toHaveLength(1);
    expect(await csvOf("entities/export?format=csv", { as: "533100" })).toHaveLength(31);
    expect(await registry.call("GET", "/api/v1/entities/export", { as: null })).toMatchObject({
      status: 401,
    });
    expect(await registry.call("GET", "/api/v1/entities/export?format=pdf", { as })).toMatchObject({
      status: 422,
    });
    expect(await registry.call("GET", "/api/v1/entities/export?limit=5", { as })).toMatchObject({
      status: 422,
    });
  });

  test("is one state of the registry: what is registered while it is read is not in it", async () => {
    const response = await registry.app.inject({
      method: "GET",
      url: "/api/v1/entities/export?format=csv",
      headers: await registry.signedIn({ authority: as }),
      payloadAsStream: true,
    });
    const stream = response.stream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) {
      if (chunks.length === 0) await registry.call("POST", "/api/v1/entities", { as, body: entity(99) });
      chunks.push(chunk as Buffer);
    }
    expect(Buffer.concat(chunks).toString("utf8")).not.toContain(code(99));
    expect((await csvOf("entities/export?format=csv")).flat()).toContain(code(99));
  });
});
