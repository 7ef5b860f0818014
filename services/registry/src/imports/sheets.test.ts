import fc from "fast-check";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode, makeIdNumber } from "../../../../infra/sample/codes.ts";
import { startRegistry, type Answer, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

let serial = 0;
const newCode = () => makeCreditCode("533123", 300_000 + (serial += 1));
const headings = ["统一社会信用代码", "企业名称", "住所", "法定代表人", "类别", "联系人", "联系电话"];
const cells = (change: Partial<Record<"code" | "name" | "category" | "phone", string>> = {}) => [
  change.code ?? newCode(),
  change.name ?? `盈江第${serial}建筑有限公司`,
  "盈江县平原镇",
  "刀某",
  change.category ?? "建筑施工企业",
  "岳某",
  change.phone ?? "0692-8123456",
];
const sheet = (...rows: readonly (readonly string[])[]) => rows.map((row) => `${row.join(",")}\r\n`).join("");
const take = (file: string | Buffer, kind = "entities") => registry.importFile(kind, file, { as: "533123" });
const read = async (kind: string, reference: string, as = "533123") =>
  (await registry.call("GET", `/api/v1/${kind}/${reference}`, { as })).body;
const isTaken = (answer: Answer, imported: number) =>
  expect(answer, answer.text).toMatchObject({ status: 200, body: { imported } });
type Place = { row: number; column?: string; path?: string; message: string };
const faults = (answer: Answer): Place[] => {
  expect(answer, answer.text).toMatchObject({ status: 422, body: { code: "import/rows-refused" } });
  return answer.body["errors"] as Place[];
};

describe("a sheet as an office keeps it (articles 10 to 12)", () => {
  test("has Chinese headings by several names, numbered rows, names of codes, marks at what is required", async () => {
    const code = newCode();
    const file = sheet(
      ["序号", "*单位名称", "社会信用代码（必填）", "注册地址", "法人代表", "企业类别", "联系人", "联系方式"],
      ["1", "盈江大盈江燃气公司", code, "盈江县", "刀某", "燃气经营企业", "岳某", "13800000000"],
    );
    isTaken(await take(file), 1);
    expect(await read("entities", code)).toMatchObject({
      name: "盈江大盈江燃气公司",
      category: "gas-supplier",
    });
  });

  test("has blank rows before, between and after, and blank columns: they are nothing", async () => {
    const [one, two] = [newCode(), newCode()];
    const blank = Array.from({ length: 11 }, () => "");
    const wide = (row: string[]) => [...row.slice(0, 3), "", ...row.slice(3), " ", "　", ""];
    const file = sheet(
      blank,
      wide(headings),
      blank,
      wide(cells({ code: one })),
      [""],
      wide(cells({ code: two })),
      blank,
      blank,
    );
    isTaken(await take(file), 2);
    expect(await read("entities", two)).toMatchObject({ creditCode: two });
  });

  test("names a fault by the sheet's own row and column, blank rows counted: line 6 is row 6", async () => {
    const file = sheet(headings, [""], cells(), [""], cells(), cells({ phone: "无" }));
    expect(faults(await take(file))).toEqual([
      {
        row: 6,
        column: "G",
        path: "contactPhone",
        fault: "phone",
        message: "G列“联系电话”：不是电话号码：如 13800000000，0692-2123456转8，多个号码以顿号分隔",
      },
    ]);
  });

  test("may go on blank for hundreds of thousands of rows, with text in its last", async () => {
    const file = `${sheet(headings, cells())}${"\n".repeat(300_000)}${",,,,,,\n".repeat(100_000)}${sheet(cells({ phone: "x" }))}`;
    expect(faults(await take(file))).toMatchObject([{ row: 400_003, column: "G", path: "contactPhone" }]);
  });

  test("with text under a blank heading is refused there", async () => {
    const file = sheet([...headings, "", ""], [...cells(), "", "备注：已搬迁"], [...cells(), "", ""]);
    expect(faults(await take(file))).toEqual([
      {
        row: 2,
        column: "I",
        fault: "blank-heading",
        message: "I列：表头为空的列中有内容：请补上表头，或清空该列",
      },
    ]);
    expect(faults(await take(sheet(headings, [...cells(), "多出的"])))).toMatchObject([
      { row: 2, column: "H" },
    ]);
  });

  test("names every faulty cell of a row once, and a row whose other cells are wrong has its code checked too", async () => {
    const wrong = newCode().replace(/.$/, (end) => (end === "0" ? "1" : "0"));
    const file = sheet(headings, cells({ code: wrong, name: "", phone: "12", category: "银行" }));
    expect(faults(await take(file)).map(({ row, column }) => [row, column])).toEqual([
      [2, "B"],
      [2, "E"],
      [2, "G"],
      [2, "A"],
    ]);
  });

  test("with more than a hundred faulty rows names the first hundred, and how many more", async () => {
    // Some are known at once, others only by what is registered.
    const known = newCode();
    isTaken(await take(sheet(headings, cells({ code: known }))), 1);
    const rows = Array.from({ length: 260 }, (_, i) =>
      i === 3 ? cells({ code: known }) : cells({ phone: "x" }),
    );
    const answer = await take(sheet(headings, ...rows));
    expect(faults(answer).map(({ row }) => row)).toEqual(Array.from({ length: 100 }, (_, i) => i + 2));
    expect(answer.body).toMatchObject({ moreRows: 160 });
  });

  test("parts its lists by any of the usual marks, and its days by any of the usual forms", async () => {
    for (const [i, [list, day]] of (
      [
        ["quality;safety", "2024-01-05"],
        ["工程质量；施工安全", "2024/1/5"],
        ["工程质量、施工安全", "2024年1月5日"],
        ["quality, 施工安全", "2024.01.05"],
        ["工程质量，safety", "20240105"],
      ] as const
    ).entries()) {
      const number = `云执法-${i}`;
      const file = sheet(
        [
          "人员类型",
          "姓名",
          "身份证号",
          "执法类型",
          "专业",
          "执法证号",
          "发证日期",
          "有效期至",
          "单位",
          "电话",
          "请假日期",
        ],
        [
          "执法人员",
          "线某",
          makeIdNumber("1980-01-01", i + 1),
          `"${list}"`,
          "",
          number,
          day,
          "长期",
          "盈江县住建局",
          "13800000000",
          `"${day}至2024/2/1；2024-03-01至"`,
        ],
      );
      isTaken(await take(file, "inspectors"), 1);
      const { body } = await registry.call("GET", "/api/v1/inspectors?limit=500", { as: "533123" });
      expect(
        (body["items"] as { certificateNumber: string }[]).find((one) => one.certificateNumber === number),
      ).toMatchObject({
        types: ["quality", "safety"],
        certificateValidFrom: "2024-01-05",
        certificateValidTo: null,
        leaves: [
          { from: "2024-01-05", until: "2024-02-01" },
          { from: "2024-03-01", until: null },
        ],
      });
    }
  });
});

describe("a file in the encoding of the program that wrote it", () => {
  /** GB18030 of the texts below, which no part of this system writes. */
  const gb18030 = (name: string) => {
    const bytes = new Map(
      [..."统一社会信用代码企业名称住所法定代表人类别联系人电话盈江县燃气经营公司刀某岳䶮"].map((one) => [
        one,
        gbOf(one),
      ]),
    );
    return Buffer.concat([...name].map((one) => bytes.get(one) ?? Buffer.from(one)));
  };

  test.each([
    ["UTF-8 with its mark", (text: string) => Buffer.from(`\uFEFF${text}`)],
    [
      "UTF-16, as Excel's Unicode text",
      (text: string) => Buffer.from(`\uFEFF${text.replaceAll(",", "\t")}`, "utf16le"),
    ],
    ["UTF-16 of the other order", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
    ["GB18030", gb18030],
  ])("is read as such: %s", async (_, encode) => {
    const code = newCode();
    const file = `统一社会信用代码,企业名称,住所,法定代表人,类别,联系人,联系电话\n${code},盈江䶮燃气公司,盈江县,刀某,燃气经营企业,岳某,0692-8123456\n`;
    isTaken(await take(encode(file)), 1);
    expect(await read("entities", code)).toMatchObject({ name: "盈江䶮燃气公司", category: "gas-supplier" });
  });

  test("is refused by its cell where it is in none", async () => {
    const file = Buffer.concat([
      Buffer.from(`\uFEFF${sheet(headings)}`),
      Buffer.from(cells().join(",").replace("盈江第", "\u0001")).map((byte) => (byte === 1 ? 0xff : byte)),
    ]);
    expect(faults(await take(file))).toMatchObject([{ row: 2, column: "B", path: "name" }]);
  });
});

/** A character in GB18030, found by reading all its two- and four-byte codes. */
function gbOf(character: string): Buffer {
  const decoder = new TextDecoder("gb18030");
  for (let first = 0x81; first <= 0xfe; first += 1)
    for (let second = 0x40; second <= 0xfe; second += 1)
      if (decoder.decode(Uint8Array.of(first, second)) === character) return Buffer.from([first, second]);
  for (let second = 0x30; second <= 0x39; second += 1)
    for (let third = 0x81; third <= 0xfe; third += 1)
      for (let fourth = 0x30; fourth <= 0x39; fourth += 1)
        if (decoder.decode(Uint8Array.of(0x82, second, third, fourth)) === character)
          return Buffer.from([0x82, second, third, fourth]);
  throw new Error(`no code for ${character}`);
}

describe("an import that is not to be applied at once", () => {
  const check = (file: string) => registry.importFile("entities", file, { as: "533123", apply: null });

  test("is checked and waits, and nothing is written", async () => {
    const code = newCode();
    const file = sheet(headings, cells({ code }), cells(), cells({ phone: "x" }));
    const { body } = await check(file);
    expect(body).toMatchObject({
      state: "checked",
      counts: { created: 2, changed: 0, unchanged: 0, refused: 1 },
      faults: [{ row: 4, column: "G" }],
    });
    expect((await registry.call("GET", `/api/v1/entities/${code}`, { as: "533123" })).status).toBe(404);
  });

  test.each(["apply=none", "apply=all&apply=rows", "preview=true", "dryRun=true"])(
    "asked for otherwise is refused, and nothing is taken: %s",
    async (query) => {
      const answer = await registry.call("POST", `/api/v1/imports?register=entities&${query}`, {
        as: "533123",
        raw: sheet(headings, cells()),
        headers: { "content-type": "text/csv", "idempotency-key": randomUUID() },
      });
      expect(answer).toMatchObject({ status: 422, body: { code: "body/invalid" } });
    },
  );
});

describe("faults", () => {
  const send = (rows: unknown, kind: string) =>
    registry.importFile(kind, typeof rows === "string" ? rows : JSON.stringify(rows), {
      type: "application/json",
    });

  test("of a JSON row: that it names a field twice, at whatever depth", async () => {
    const text = `[{"creditCode":"${newCode()}","name":"甲","name":"乙"},{"targetCode":"x","note":{"a":1,"\\u0061":2}}]`;
    expect(faults(await send(text, "entities"))).toEqual([
      { row: 1, fault: "field-twice", message: "“name”这一项出现了两次" },
      { row: 2, fault: "field-twice", message: "“a”这一项出现了两次" },
    ]);
  });

  const kinds = ["items", "entities", "projects", "inspectors", "conflicts", "credit-records"];
  test("are in Chinese, whatever is wrong: no word of the schemas' library", async () => {
    const fields = [
      "code",
      "name",
      "creditCode",
      "idNumber",
      "types",
      "validFrom",
      "validTo",
      "kind",
      "phone",
      "targetCode",
      "permits",
      "targetKind",
    ];
    const row = fc.dictionary(
      fc.constantFrom(...fields),
      fc.oneof(fc.jsonValue(), fc.constantFrom("", "甲", "2026-13-01", "x".repeat(5000))),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        fc.array(fc.oneof(row, fc.jsonValue()), { minLength: 1, maxLength: 20 }),
        async (kind, rows) => {
          for (const { message } of faults(await send(rows, kind))) {
            expect(message).toMatch(/\p{Script=Han}/u);
            expect(message.replaceAll(/“[^”]*”/g, "")).not.toMatch(
              /Invalid|expected|received|Unrecognized|Too |must/i,
            );
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
