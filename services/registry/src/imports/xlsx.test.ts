import { importView, registerKind } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deflateRawSync } from "node:zlib";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type Answer, type TestRegistry } from "../testing/service.ts";
import { readWorkbook, workbookOf, xlsx, type Written } from "../testing/workbooks.ts";
import { openWorkbook } from "./xlsx.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

let serial = 400_000;
const newCode = () => makeCreditCode("533124", (serial += 1));
const headings = ["统一社会信用代码", "企业名称", "住所", "法定代表人", "类别", "联系人", "联系电话"];
const entity = (change: Partial<Record<"code" | "name" | "phone", Written>> = {}): Written[] => [
  change.code ?? newCode(),
  change.name ?? `陇川第${serial}建筑有限公司`,
  "陇川县章凤镇",
  "排某",
  "建筑施工企业",
  "岳某",
  change.phone ?? "13800000000",
];
const take = (
  file: Buffer,
  options: { register?: string; sheet?: string; apply?: null; type?: string } = {},
) => registry.importFile(options.register ?? "entities", file, { as: "533124", type: xlsx, ...options });
const read = async (code: string) =>
  (await registry.call("GET", `/api/v1/entities/${code}`, { as: "533124" })).body;
const isRefused = (answer: Answer, code: string) =>
  expect([answer.status, answer.body["code"]], answer.text).toEqual([422, code]);
const faultsIn = (answer: Answer) =>
  importView
    .parse({ ...answer.body })
    .faults.map(({ row, column, fault }) => `${column ?? ""}${row} ${fault}`);
const total = async () =>
  (await registry.call("GET", "/api/v1/snapshot/targets?kind=entity", { as: "533124", service: true })).text
    .length;

describe("a workbook (articles 10 to 12)", () => {
  test("comes in with headings of several names, rich text, formulas' kept values and numbers as they show", async () => {
    const codes = [newCode(), newCode(), newCode()];
    const file = await workbookOf({
      名录: [
        headings,
        entity({ code: codes[0] ?? "", name: { richText: [{ text: "陇川" }, { text: "甲公司" }] } }),
        entity({ code: codes[1] ?? "", name: { formula: 'A1&"乙"', result: "陇川乙公司" } }),
        [],
        entity({ code: codes[2] ?? "", phone: 13_800_000_001 }),
      ],
    });
    expect((await take(file)).body).toMatchObject({ state: "applied", counts: { created: 3 } });
    expect(await read(codes[0] ?? "")).toMatchObject({ name: "陇川甲公司" });
    expect(await read(codes[1] ?? "")).toMatchObject({ name: "陇川乙公司" });
    expect(await read(codes[2] ?? "")).toMatchObject({ contactPhone: "13800000001" });
  });

  test("has days as dates, as serial numbers and as texts, and full-width digits", async () => {
    const heads = [
      "编码",
      "名称",
      "检查依据",
      "依据有效期起",
      "检查主体",
      "检查内容",
      "检查方式",
      "所需执法类型",
      "专业",
      "对象类型",
      "有效期起",
    ];
    const item = (code: string, day: Written, until: Written): Written[] => [
      ...[
        code,
        "抽查",
        "依据",
        day,
        "陇川县住房和城乡建设局",
        "内容",
        "方式",
        "建筑市场；燃气",
        "无",
        "市场主体",
        until,
      ],
    ];
    const file = await workbookOf({
      事项: [
        heads,
        item(
          "5331 24-01",
          { value: new Date("2026-01-05T00:00:00Z"), format: "yyyy-mm-dd" },
          "２０２６年１月５日",
        ),
        item("533124-02", 46_027, { value: 46_027, format: 'yyyy"年"m"月"d"日"' }),
      ],
    });
    expect((await take(file, { register: "items" })).body).toMatchObject({ counts: { created: 2 } });
    for (const code of ["533124-01", "533124-02"])
      expect((await registry.call("GET", `/api/v1/items/${code}`, { as: "533124" })).body).toMatchObject({
        legalBasisValidFrom: "2026-01-05",
        validFrom: "2026-01-05",
        officerTypes: ["market", "gas"],
      });
  });

  test("has each cell that cannot be read named: a rounded number, a formula's error, one without a kept value", async () => {
    const file = await workbookOf({
      名录: [
        headings,
        entity({ code: { value: 915_331_240_000_000_000, format: "0" } }),
        entity({ name: { error: "#N/A" } }),
        entity({ name: { formula: "A1" } }),
      ],
    });
    const answer = await take(file);
    isRefused(answer, "import/rows-refused");
    expect(faultsIn(answer)).toEqual(["A2 rounded-number", "B3 formula-error", "B4 formula-unkept"]);
    expect(answer.text).toContain("设为“文本”");
  });

  test("with numbers that a spreadsheet has rounded is refused there as CSV too, and where they are texts", async () => {
    const permits = [...headings, "许可证", "其他联系人"];
    const rounded = [
      [...entity({ code: "5.33103E+17" }), "", ""],
      [...entity(), "", ""],
      [...entity(), "5.33103E+17|施工许可证", ""],
      [...entity(), "YN-1；5.33E+17", ""],
      [...entity(), "", "岳某|1.38E+10"],
      [...entity(), '"5.33103E+17"', ""],
    ];
    const rows = [permits, ...rounded];
    const quoted = (cell: Written) => (typeof cell === "string" ? `"${cell.replaceAll('"', '""')}"` : "");
    const csv = rows.map((cells) => cells.map(quoted).join(",")).join("\r\n");
    for (const [file, type] of [
      [await workbookOf({ 名录: rows }), xlsx],
      [Buffer.from(csv), "text/csv"],
    ] as const) {
      const answer = await take(file, { type });
      isRefused(answer, "import/rows-refused");
      expect(faultsIn(answer).filter((fault) => fault.includes("rounded-number"))).toEqual(
        ["A2", "H4", "H5", "I6"].map((cell) => `${cell} rounded-number`),
      );
      expect(faultsIn(answer).some((fault) => /^.(3|7) /.test(fault))).toBe(false);
      expect(answer.text).toContain("设为“文本”");
    }
  });

  test("that counts its days from 1904 has them as it shows them", async () => {
    const heads = ["编码", "名称", "检查依据", "依据有效期起", "检查主体", "检查内容", "检查方式"];
    const code = "533124-1904";
    const day = { value: 44_565, format: "yyyy-mm-dd" };
    const rows = [
      [...heads, "所需执法类型", "专业", "对象类型", "有效期起"],
      [code, "抽查", "依据", day, "住建局", "内容", "方式", "燃气", "无", "市场主体", day],
    ];
    const file = await workbookOf({ 事项: rows }, (book) => (book.properties.date1904 = true));
    expect((await take(file, { register: "items" })).body).toMatchObject({ counts: { created: 1 } });
    const { body } = await registry.call("GET", `/api/v1/items/${code}`, { as: "533124" });
    expect(body).toMatchObject({ legalBasisValidFrom: "2026-01-05", validFrom: "2026-01-05" });
  });

  test("with a merged heading is refused there", async () => {
    const file = await workbookOf({ 名录: [headings, entity()] }, (book) =>
      book.worksheets[0]?.mergeCells("B1:C1"),
    );
    const answer = await take(file);
    isRefused(answer, "import/rows-refused");
    expect(faultsIn(answer)).toEqual(["B1 merged-heading", "C1 merged-heading"]);
  });

  test.each([
    ["in double quotes", '<mergeCell ref="B1:C1"/>'],
    ["in single quotes", "<mergeCell ref='B1:C1'/>"],
    ["after another attribute", `<mergeCell xr:uid="{a>b}" ref = "B1:C1"></mergeCell>`],
    ["on a line of its own, under a prefix", `<x:mergeCell\n  xr:uid='1'\n  ref="B1:C1" />`],
  ])("has its merged cells found where their range stands %s", async (_, mark) => {
    const merged = await openWorkbook(
      bookOf(
        Buffer.from(
          `<worksheet xmlns:x="x" xmlns:xr="y"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>mergeCell ref="A1:A2"&gt;</t></is></c></row></sheetData><mergeCells count="1">${mark}</mergeCells></worksheet>`,
        ),
      ),
    ).then((book) => book.merged("名录"));
    expect([merged(1, 0), merged(1, 1), merged(1, 2), merged(2, 1)]).toEqual([false, true, true, false]);
  });

  test("of several sheets is read where the headings fit, or where it is told to, else it names them", async () => {
    const other = [
      ["姓名", "备注"],
      ["甲", "乙"],
    ];
    const three = { 说明: other, 企业: [headings, entity()], 一月: other };
    expect((await take(await workbookOf(three))).body).toMatchObject({
      sheet: "企业",
      counts: { created: 1 },
    });
    const twins = await workbookOf({ 一: [headings, entity()], 二: [headings, entity(), entity()] });
    const unsure = await take(twins);
    isRefused(unsure, "import/which-sheet");
    expect(unsure.body["detail"]).toBe("一、二");
    isRefused(await take(twins, { sheet: "三" }), "import/which-sheet");
    expect((await take(twins, { sheet: "二" })).body).toMatchObject({ counts: { created: 2 } });
  });

  test("of which it could not be told which sheet is meant is read on with the one that somebody chooses", async () => {
    const twins = await workbookOf({ "一、土建": [headings, entity()], 二: [headings, entity(), entity()] });
    const unsure = await take(twins);
    const refusal = { code: "import/which-sheet", sheets: ["一、土建", "二"] };
    expect(unsure.body).toMatchObject({ state: "refused", refusal });
    const id = String(unsure.body["id"]);
    const choose = (sheet: string) =>
      registry.call("POST", `/api/v1/imports/${id}/sheet`, { as: "533124", body: { sheet } });
    const carriedOn = async () => {
      await registry.carrier.read({ id, authority: "533124" });
      await registry.carrier.apply({ id, authority: "533124" });
      return (await registry.call("GET", `/api/v1/imports/${id}`, { as: "533124" })).body;
    };

    expect(await choose("三")).toMatchObject({ status: 202, body: { state: "reading", endedAt: null } });
    expect(await carriedOn()).toMatchObject({ state: "refused", refusal });
    expect((await choose("一、土建")).body).toMatchObject({ state: "reading", refusal: null });
    expect(await carriedOn()).toMatchObject({ state: "applied", sheet: "一、土建", counts: { created: 1 } });
    expect(await choose("二")).toMatchObject({ status: 409, body: { code: "import/wrong-state" } });
  });

  test("of another register's template is refused as that", async () => {
    const answer = await take(await workbookOf({ 名录: [headings, entity()] }), { register: "projects" });
    isRefused(answer, "import/other-register");
    expect(answer.body["detail"]).toBe("entities");
  });
});

describe("a file that is no workbook to be read, each with its own code and nothing written", () => {
  const compound = (...names: string[]) =>
    Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.alloc(1_024),
      ...names.map((name) => Buffer.from(name, "utf16le")),
    ]);
  const whole = () => workbookOf({ 名录: [headings, ...Array.from({ length: 200 }, () => entity())] });

  test.each([
    ["of the old form", "import/old-xls", async () => compound("Workbook")],
    ["under a password", "import/encrypted", async () => compound("EncryptionInfo", "EncryptedPackage")],
    ["cut off", "import/damaged", async () => (await whole()).subarray(0, 6_000)],
    ["with its bytes changed", "import/damaged", async () => damaged(await whole())],
    [
      "a zip of something else",
      "import/not-a-sheet",
      async () => zipOf({ "word/document.xml": Buffer.from("<a/>") }),
    ],
    [
      "a bomb",
      "import/inflated",
      async () => zipOf({ "xl/workbook.xml": Buffer.alloc(64 * 1024 * 1024, " ") }),
    ],
    ["a bomb in one cell", "import/inflated", async () => inOneCell(letters(40 * 1024 * 1024))],
    ["a bomb in one mark", "import/inflated", async () => inOneCell(letters(2 * 1024 * 1024), "<!--")],
    ["a PDF", "import/not-a-sheet", async () => Buffer.from("%PDF-1.7\n…")],
  ] as const)("%s: %s", async (_, code, file) => {
    const before = await total();
    isRefused(await take(await file()), code);
    expect(await total()).toBe(before);
  });

  test("with a row that is larger than any may be is refused by that row", async () => {
    const long = "长".repeat(32_000);
    const file = await workbookOf({
      名录: [
        headings,
        entity(),
        [newCode(), long, long, long, "建筑施工企业", "岳某", "13800000000"],
        entity(),
      ],
    });
    const answer = await take(file);
    isRefused(answer, "import/rows-refused");
    expect(faultsIn(answer)).toEqual(["3 row-too-large"]);
  });
});

/** Letters that pack to a hundredth: less than would show a bomb by its directory. */
function letters(length: number): Buffer {
  const line = Buffer.from(Array.from({ length: 1_000 }, () => Math.random().toString(36).slice(2)).join(""));
  return Buffer.alloc(length, Buffer.concat([line, Buffer.alloc(line.length * 100, "a")]));
}

/** A workbook of one sheet with one cell, in which these bytes stand. */
function inOneCell(bytes: Buffer, mark = ""): Buffer {
  const text = (content: string) => Buffer.from(content);
  return bookOf(
    Buffer.concat([
      text(`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${mark}`),
      bytes,
      text("</t></is></c></row></sheetData></worksheet>"),
    ]),
  );
}

/** A workbook of one sheet, whose XML this is. */
function bookOf(sheet: Buffer): Buffer {
  return zipOf({
    "xl/workbook.xml": Buffer.from('<workbook><sheets><sheet name="名录" r:id="a"/></sheets></workbook>'),
    "xl/_rels/workbook.xml.rels": Buffer.from(
      '<Relationships><Relationship Id="a" Target="worksheets/a.xml"/></Relationships>',
    ),
    "xl/worksheets/a.xml": sheet,
  });
}

/** The same file with a part of its first sheet's bytes turned. */
function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf("xl/worksheets/sheet1.xml") + 200;
  for (let i = at; i < at + 64; i += 1) copy[i] = (copy[i] ?? 0) ^ 0x5a;
  return copy;
}

/** A zip of these parts. */
function zipOf(parts: Readonly<Record<string, Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(parts)) {
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), fields, Buffer.from(name), packed]);
    centrals.push(Buffer.from("PK\u0001\u0002\u0014\u0000"), fields, rest, Buffer.from(name));
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006");
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, central, end]);
}

describe("the same workbook, handed back", () => {
  test("has its faulty cells in red and a column that says what is wrong; corrected there it comes in", async () => {
    const [good, bad] = [entity(), entity({ phone: "12" })];
    const twice = await workbookOf({ 名录: [headings, good, bad, entity({ name: "" })] });
    const checked = await take(twice, { apply: null });
    const id = String(checked.body["id"]);
    const bytes = await registry.app.inject({
      method: "GET",
      url: `/api/v1/imports/${id}/workbook`,
      headers: await registry.signedIn({ authority: "533124" }),
    });
    expect(bytes.headers["content-type"]).toBe(xlsx);
    const { rows, filled, sheet } = await readWorkbook(bytes.rawPayload);
    expect(rows[0]).toEqual([...headings, "问题"]);
    expect(rows[1]?.[7] ?? "").toBe("");
    expect(rows[2]?.[7]).toContain("G列“联系电话”：不是电话号码");
    expect(rows[3]?.[7]).toContain("B列“企业名称”：此项必填");
    expect(filled).toEqual(["G3", "B4"]);
    sheet.getCell("G3").value = "13800000002";
    sheet.getCell("B4").value = "陇川改正有限公司";
    const corrected = Buffer.from(await sheet.workbook.xlsx.writeBuffer());
    expect((await take(corrected)).body).toMatchObject({ state: "applied", counts: { created: 3 } });
    expect((await take(corrected)).body).toMatchObject({ counts: { created: 0, unchanged: 3 } });
  });
});

describe("a workbook of several sheets, handed back", () => {
  test("keeps the others where they stood, opens at the one that was read, and offers what may be chosen as the template does", async () => {
    const head = ["统一社会信用代码", "企业名称", "地址", "法定代表人", "类别", "联系人", "联系电话"];
    const bytes = await workbookOf({
      说明: [["填报说明"], [], ["联系电话填手机号码", "", 12]],
      名录: [head, entity({ phone: "12" })],
      台账: Array.from({ length: 1_200 }, (_, row) => [`第${row}行`]),
    });
    const checked = await take(bytes, { apply: null });
    const back = await registry.app.inject({
      method: "GET",
      url: `/api/v1/imports/${String(checked.body["id"])}/workbook`,
      headers: await registry.signedIn({ authority: "533124" }),
    });
    const { sheet: first } = await readWorkbook(back.rawPayload);
    const { workbook } = first;
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(["说明", "名录", "台账"]);
    expect(workbook.views[0]?.activeTab).toBe(1);
    const [notes, marked, ledger] = workbook.worksheets;
    expect([notes?.getCell("A1").text, notes?.getCell("C3").text]).toEqual(["填报说明", "12"]);
    expect(ledger?.rowCount).toBe(1_200);
    expect(ledger?.getCell("A1200").text).toBe("第1199行");
    expect(marked?.getCell("H2").text).toContain("不是电话号码");
    const offers = (cell: string) => marked?.getCell(cell).dataValidation;
    expect(offers("E2")?.formulae[0]).toContain("燃气经营企业");
    expect(offers("E4000")).toEqual(offers("E2"));
    expect(offers("E1")).toBeUndefined();
    expect(offers("B2")).toBeUndefined();
    // Corrected there it comes in: which sheet is meant is told by its headings, with that of the faults.
    if (marked === undefined) throw new RangeError("no sheet");
    marked.getCell("G2").value = "13800000003";
    const corrected = Buffer.from(await workbook.xlsx.writeBuffer());
    expect((await take(corrected)).body).toMatchObject({ state: "applied", counts: { created: 1 } });
  });
});

describe("a register's template", () => {
  test.each(["items", "entities", "projects", "inspectors", "conflicts", "credit-records"])(
    "of %s has notes, choices and an example, which is not imported",
    async (register) => {
      const answer = await registry.app.inject({
        method: "GET",
        url: `/api/v1/imports/templates/${register}`,
        headers: await registry.signedIn({ authority: "533124" }),
      });
      expect(answer.statusCode).toBe(200);
      const { rows, sheet } = await readWorkbook(answer.rawPayload);
      expect(rows[1]?.[0]).toBe("示例");
      expect(JSON.stringify(sheet.getCell("C1").note)).toMatch(/必填|选填/);
      expect((await take(answer.rawPayload, { register })).body).toMatchObject({
        state: "applied",
        counts: { created: 0, changed: 0, unchanged: 0, refused: 0 },
      });
    },
  );

  const kinds = registerKind.options;
  test.each(kinds.flatMap((of) => kinds.filter((kind) => kind !== of).map((kind) => [of, kind] as const)))(
    "of %s is refused as that where %s are imported, and nothing is written",
    async (of, register) => {
      const template = await registry.app.inject({
        method: "GET",
        url: `/api/v1/imports/templates/${of}`,
        headers: await registry.signedIn({ authority: "533124" }),
      });
      const answer = await take(template.rawPayload, { register });
      isRefused(answer, "import/other-register");
      expect(answer.body["detail"]).toBe(of);
    },
  );

  test("offers the names of categories to choose from", async () => {
    const answer = await registry.app.inject({
      method: "GET",
      url: "/api/v1/imports/templates/entities?language=zh",
      headers: await registry.signedIn({ authority: "533124" }),
    });
    const { rows, sheet } = await readWorkbook(answer.rawPayload);
    const at = (rows[0] ?? []).indexOf("*类别") + 1;
    expect(sheet.getCell(3, at).dataValidation.formulae[0]).toContain("燃气经营企业");
  });
});
