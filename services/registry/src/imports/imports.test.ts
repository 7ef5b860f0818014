import { randomUUID } from "node:crypto";
import { PassThrough, Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode, makeIdNumber } from "../../../../infra/sample/codes.ts";
import { meanwhile } from "../testing/meanwhile.ts";
import { startRegistry, type Answer, type TestRegistry } from "../testing/service.ts";
import { maxFileBytes } from "./limits.ts";

const header = "creditCode,name,address,legalRepresentative,category,contactName,contactPhone";
const line = (serial: number, name = `芒市第${serial}建筑工程有限公司`) =>
  `${makeCreditCode("533103", serial)},${name},芒市勐焕街道,刀某,builder,岳某,17900000001`;
const csv = (...lines: string[]) => `${[header, ...lines].join("\n")}\n`;

/** Each upload has a key of its own. */
const keyed = () => ({ "idempotency-key": randomUUID() });

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

type Place = { row?: number; column?: string; path?: string; message: string };
const places = (answer: Answer) => answer.body["errors"] as Place[];
const count = async () =>
  (await registry.call("GET", "/api/v1/snapshot/targets?kind=entity", { service: true })).text.split("\n")
    .length - 1;
const refusedWith = async (file: string | Buffer, expected: Place[], kind = "entities") => {
  const before = await count();
  const answer = await registry.importFile(kind, file);
  expect(answer, answer.text).toMatchObject({
    status: 422,
    body: { code: "import/rows-refused" },
  });
  expect(places(answer)).toEqual(
    expected.map(
      (place) =>
        expect.objectContaining({
          ...place,
          message: expect.stringContaining(place.message) as string,
        }) as Place,
    ),
  );
  expect(await count()).toBe(before);
};

describe("a CSV file", () => {
  test("comes in with a BOM, quotes, line ends of any kind, and columns in any order", async () => {
    const quoted = `${makeCreditCode("533103", 1)},"名称,带""引号""","芒市勐焕街道\n团结大街",刀某,builder,岳某,17900000001`;
    const answer = await registry.importFile(
      "entities",
      Buffer.from(`\uFEFF${header}\r\n${quoted}\r\n${line(2)}\r\n`),
    );
    expect(answer, answer.text).toMatchObject({ status: 200, body: { imported: 2 } });
    const { body } = await registry.call("GET", `/api/v1/entities/${makeCreditCode("533103", 1)}`);
    expect(body).toMatchObject({ name: '名称,带"引号"', address: "芒市勐焕街道\n团结大街" });
    const turned = `name,creditCode,address,legalRepresentative,category,contactName,contactPhone\n丙公司,${makeCreditCode("533103", 3)},芒市,刀某,builder,岳某,17900000001\n`;
    expect(await registry.importFile("entities", turned)).toMatchObject({
      status: 200,
      body: { imported: 1 },
    });
    const history = await registry.call("GET", `/api/v1/entities/${makeCreditCode("533103", 3)}/history`);
    expect(history.body["items"]).toMatchObject([{ version: 1, reason: "imported", actor: "official-1" }]);
  });

  test("with wrong rows is refused as a whole, each by the sheet's own row and column with a reason, one a cell", async () => {
    await refusedWith(
      csv(
        line(10),
        line(11).replace(/^./, "8"),
        line(12).replace("builder", "bank"),
        line(13, "a\u0000b"),
        `${line(14)},more`,
        line(15, ""),
        line(10),
        line(16).replace(",17900000001", ",12"),
      ),
      [
        { row: 3, column: "A", path: "creditCode", message: "GB 32100" },
        { row: 4, column: "E", path: "category", message: "建筑施工企业、房地产开发企业" },
        { row: 5, column: "B", path: "name", message: "控制字符" },
        { row: 6, column: "H", message: "H列：表头为空的列中有内容" },
        { row: 7, column: "B", path: "name", message: "B列“name”：此项必填" },
        { row: 8, column: "A", path: "creditCode", message: "与第 2 行重复" },
        { row: 9, column: "G", path: "contactPhone", message: "不是电话号码" },
      ],
    );
  });

  test("that repeats what is registered is refused, naming every row up to a hundred", async () => {
    const many = csv(...Array.from({ length: 150 }, (_, i) => line(1000 + i)));
    expect(await registry.importFile("entities", many)).toMatchObject({
      status: 200,
      body: { imported: 150 },
    });
    const unlike = many.replaceAll("岳某", "思某");
    const again = await registry.importFile("entities", unlike);
    expect(again).toMatchObject({ status: 422, body: { code: "import/rows-refused" } });
    expect(places(again)).toHaveLength(100);
    expect(places(again)[0]).toEqual({
      row: 2,
      column: "A",
      path: "creditCode",
      fault: "registered-otherwise",
      message: expect.stringMatching(
        `A列“creditCode”：名录库中已有：${makeCreditCode("533103", 1000)}，但其“联系人”与本行不同`,
      ) as string,
    });
    expect(again.body).toMatchObject({ moreRows: 50 });
    const [first, second] = [line(1000), line(1001)].map((one) => one.replace("岳某", "思某"));
    await refusedWith(csv(line(20), first ?? "", line(21), second ?? ""), [
      { row: 3, path: "creditCode", message: "名录库中已有" },
      { row: 5, path: "creditCode", message: "名录库中已有" },
    ]);
  });

  test("of which a later batch fails leaves nothing of the earlier ones", async () => {
    const lines = Array.from({ length: 2500 }, (_, i) => line(2000 + i));
    await refusedWith(csv(...lines, line(2000)), [
      { row: 2502, path: "creditCode", message: "与第 2 行重复" },
    ]);
  });

  test("of which a row was wrong is checked to its end and no longer written", async () => {
    const other = await meanwhile(registry);
    const [taken = ""] = line(25).split(",");
    await other.write(
      `insert into registry.entity (credit_code, name, address, legal_representative, category, updated_at)
        values ($1, '甲公司', '芒市', '刀某', 'builder', now())`,
      [taken],
    );
    // Whoever writes this entity waits for the other: the refusal does not.
    await refusedWith(csv(line(26, ""), line(25), line(1000).replace("岳某", "思某")), [
      { row: 2, path: "name", message: "必填" },
      { row: 4, path: "creditCode", message: "名录库中已有" },
    ]);
    await other.rollback();
  });

  test("with missing, unknown or doubled columns, no header, or no CSV at all is refused", async () => {
    await refusedWith(`${header.replace(",category", "")},rating,name\n`, [
      { row: 1, path: "category", message: "缺少“类别”列" },
      { row: 1, column: "G", message: "没有“rating”这一列" },
      { row: 1, column: "H", path: "name", message: "出现了两次" },
    ]);
    await refusedWith("", [{ row: 1, message: "没有表头" }]);
    await refusedWith(`${csv(line(30))}"open`, [{ row: 3, message: "引号没有成对" }]);
    await refusedWith(csv(line(31), 'a"b"c,"x"y,1,2,3,4,5'), [{ row: 3, message: "引号位置不对" }]);
  });

  test("in UTF-8 but for a few bytes is refused by its row, never read as another encoding", async () => {
    const gbk = Buffer.concat([
      Buffer.from(csv(line(40))),
      Buffer.from(`${makeCreditCode("533103", 41)},`),
      Buffer.from([0xc3, 0xa2, 0xca, 0xd0]),
      Buffer.from(",a,b,builder,c,17900000001\n"),
    ]);
    await refusedWith(gbk, [{ row: 3, column: "B", path: "name", message: "编码有误" }]);
    const charset = await registry.importFile("entities", csv(line(42)), {
      headers: { "content-type": "text/csv; charset=big5" },
    });
    expect(charset).toMatchObject({ status: 415, body: { code: "body/media-type" } });
  });

  test("with a row of 5 MB is refused by its row; one above 256 MiB as a whole", async () => {
    await refusedWith(csv(line(50), line(51, "长".repeat(1_700_000))), [
      { row: 3, message: "超过上限 65536 字节" },
    ]);
    const chunk = Buffer.from(`${Array.from({ length: 1000 }, (_, i) => line(60_000 + i)).join("\n")}\n`);
    const pieces = function* () {
      yield Buffer.from(`${header}\n`);
      for (let bytes = 0; bytes <= maxFileBytes; bytes += chunk.length)
        yield Buffer.alloc(chunk.length, "\n");
    };
    const answer = await registry.app.inject({
      method: "POST",
      url: "/api/v1/imports?register=entities",
      payload: Readable.from(pieces()),
      headers: { ...keyed(), "content-type": "text/csv", ...(await registry.signedIn()) },
    });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([413, "import/too-large"]);
  });

  test("keeps quotes, backslashes, braces and the word NULL as they are, in the history too", async () => {
    const names = [String.raw`{甲,"乙\丙"}`, "NULL", String.raw`\"`, "{}"];
    const lines = names.map((name, i) => line(90 + i, `"${name.replaceAll('"', '""')}"`));
    expect(await registry.importFile("entities", csv(...lines))).toMatchObject({ status: 200 });
    for (const [i, name] of names.entries()) {
      const url = `/api/v1/entities/${makeCreditCode("533103", 90 + i)}`;
      expect((await registry.call("GET", url)).body).toMatchObject({ name });
      expect((await registry.call("GET", `${url}/history`)).body["items"]).toMatchObject([
        { version: 1, entry: { name } },
      ]);
    }
  });

  test("is imported once under an Idempotency-Key, however often it is sent", async () => {
    const headers = { "idempotency-key": "019a0000-0000-7000-8000-00000000abcd" };
    const file = csv(line(70), line(71));
    const answers = await Promise.all(
      [1, 2, 3].map(() => registry.importFile("entities", file, { headers })),
    );
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { imported: 2 } });
    expect(await registry.importFile("entities", csv(line(72)), { headers })).toMatchObject({
      status: 409,
      body: { code: "command/key-reused" },
    });
    expect(
      await registry.importFile("entities", csv(line(73)), { headers: { "idempotency-key": "not a uuid" } }),
    ).toMatchObject({ status: 400 });
  });

  test("is asked to wait where too many others are under way", async () => {
    const slow = Array.from({ length: 6 }, () => new PassThrough());
    const person = { "content-type": "text/csv", ...(await registry.signedIn()) };
    const request = (payload: Readable) =>
      registry.app.inject({
        method: "POST",
        url: "/api/v1/imports?register=entities&apply=all",
        payload,
        headers: { ...person, ...keyed() },
      });
    const waiting = slow.map(request);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const fifth = await registry.importFile("entities", csv(line(80)));
    expect(fifth).toMatchObject({
      status: 503,
      body: { code: "unavailable" },
      headers: { "retry-after": "2" },
    });
    for (const stream of slow) stream.end(`${header}\n`);
    for (const answer of await Promise.all(waiting)) expect(answer.statusCode).toBe(202);
    expect(await registry.importFile("entities", csv(line(80)))).toMatchObject({ status: 200 });
  });

  test("of 20,000 rows streams in, and out again sorted", async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => line(100_000 + i));
    const began = performance.now();
    const answer = await registry.importFile("entities", csv(...lines), { as: "533122" });
    const seconds = (performance.now() - began) / 1000;
    expect(answer.body).toMatchObject({ imported: 20_000 });
    process.stderr.write(`20,000 rows of CSV imported in ${seconds.toFixed(2)} s\n`);
    const { text } = await registry.call("GET", "/api/v1/snapshot/targets?kind=entity", {
      as: "533122",
      service: true,
    });
    const codes = text
      .trimEnd()
      .split("\n")
      .map((each) => (JSON.parse(each) as { code: string }).code);
    expect(codes).toHaveLength(20_000);
    expect(codes).toEqual(codes.toSorted());
  });
});

describe("a JSON array", () => {
  const inspector = (serial: number, change: object = {}) => ({
    kind: "officer",
    name: "线某",
    idNumber: makeIdNumber("1985-03-04", serial),
    types: ["quality"],
    specialties: [],
    certificateNumber: `YN-Z-${serial}`,
    certificateValidFrom: "2024-01-01",
    certificateValidTo: "2028-12-31",
    unit: "芒市住房和城乡建设局",
    phone: "17900000002",
    ...change,
  });
  const send = (raw: string | Buffer, kind = "inspectors") =>
    registry.importFile(kind, raw, { type: "application/json" });

  test("comes in, or is refused row by row, personal numbers unnamed", async () => {
    expect(await send(JSON.stringify([inspector(1), inspector(2)]))).toMatchObject({
      status: 200,
      body: { imported: 2 },
    });
    const wrong = inspector(5, {
      idNumber: inspector(6).idNumber.replace(/.$/, (digit) => (digit === "1" ? "2" : "1")),
    });
    const rows = [
      inspector(1),
      inspector(3, { types: "quality" }),
      7,
      null,
      inspector(4, { note: "x".repeat(70_000) }),
      wrong,
      inspector(7, { certificateNumber: "YN-Z-2" }),
      inspector(8, { types: [] }),
    ];
    const answer = await send(
      JSON.stringify(rows).replace(
        '{"kind":"officer","name":"线某"',
        '{"__proto__":{},"kind":"officer","name":"线某"',
      ),
    );
    expect(answer).toMatchObject({ status: 422, body: { code: "import/rows-refused" } });
    expect([...new Set(places(answer).map((place) => place.row))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(answer.text).not.toContain(wrong.idNumber);
    expect((await registry.call("GET", "/api/v1/inspectors")).body["items"]).toHaveLength(2);
  });

  test("with a row that names a forbidden property is refused by its row", async () => {
    const fields = JSON.stringify(inspector(30)).slice(1);
    for (const name of ["__proto__", "constructor", "toString"]) {
      const answer = await send(`[{"${name}":{"admin":true},${fields}]`);
      expect(answer, name).toMatchObject({ status: 422, body: { code: "import/rows-refused" } });
      expect(places(answer)).toEqual([
        { row: 1, fault: "unknown-field", message: expect.stringContaining(name) as string },
      ]);
    }
    expect(await send(`[{${fields}]`)).toMatchObject({ status: 200, body: { imported: 1 } });
  });

  test("that is no array, no JSON or no UTF-8 is refused", async () => {
    expect(await send("{}")).toMatchObject({ status: 422, body: { code: "body/invalid" } });
    expect(await send("[")).toMatchObject({ status: 422, body: { code: "body/not-json" } });
    expect(await send(Buffer.from([0x5b, 0x22, 0xc3, 0xa2, 0xca, 0x22, 0x5d]))).toMatchObject({
      status: 422,
      body: { code: "body/not-json" },
    });
    expect(await registry.importFile("items", "a", { type: "text/plain" })).toMatchObject({ status: 415 });
  });

  test("nested without end is refused by its row, a day before time began too", async () => {
    const deep = await send(`[${"[".repeat(500_000)}${"]".repeat(500_000)}]`);
    expect(deep).toMatchObject({ status: 422, body: { errors: [{ row: 1 }] } });
    const early = await send(JSON.stringify([inspector(20, { certificateValidFrom: "0000-01-01" })]));
    expect(early).toMatchObject({
      status: 422,
      body: { errors: [{ row: 1, path: "certificateValidFrom" }] },
    });
  });

  test("names what it refers to in vain", async () => {
    const conflicts = [
      { certificateNumber: "YN-NOBODY", targetCode: "533103-none", ground: "kinship", note: "x" },
    ];
    const answer = await send(JSON.stringify(conflicts), "conflicts");
    expect(places(answer).map((place) => [place.row, place.path])).toEqual([
      [1, "certificateNumber"],
      [1, "targetCode"],
    ]);
  });
});
