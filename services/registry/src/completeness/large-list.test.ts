import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

const as = "533103";
const many = 300_000;
let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
}, 60_000);
afterAll(() => registry.close());

const bring = (asOf: string, lines: readonly string[]) =>
  registry.call("POST", `/api/v1/source-lists/file?source=business&asOf=${asOf}`, {
    ...{ as, raw: Buffer.from(`统一社会信用代码,企业名称,注册号\n${lines.join("\n")}\n`) },
    headers: { "content-type": "text/csv" },
  });
const line = (serial: number) => `K-${serial},第${serial}公司,许-${serial}`;
const rowsLeft = async () => {
  const { body } = await registry.call("GET", "/api/v1/completeness?kind=entity", { as });
  return (body["lists"] as { asOf: string; rows: number }[]).map(({ asOf, rows }) => [asOf, rows]);
};

test("a county's whole business registration is brought as one file, held against the registry and taken away (articles 10, 15)", async () => {
  const creditCode = makeCreditCode(as, 1);
  const firm = { creditCode, name: "甲公司", address: "团结大街", legalRepresentative: "刀某" };
  const contact = { contactName: "岳某", contactPhone: "17900000001" };
  await registry.call("POST", "/api/v1/entities", { as, body: { ...firm, category: "builder", ...contact } });
  const lines = Array.from({ length: many - 1 }, (_each, serial) => line(serial));
  const brought = await bring("2026-10-31", [...lines, `${creditCode},甲公司,许`]);
  expect(brought, brought.text.slice(0, 500)).toMatchObject({ status: 201, body: { rows: many } });
  expect(await rowsLeft()).toEqual([["2026-10-31", many]]);
  const { body } = await registry.call("GET", "/api/v1/completeness?kind=entity", { as });
  expect(body["statistics"]).toContainEqual({ code: "unregistered-business", value: many - 1 });
  const taken = await registry.call(
    "GET",
    "/api/v1/completeness/unregistered/export?format=csv&kind=entity&source=business",
    { as },
  );
  expect(taken.text.split("\r\n")).toHaveLength(many + 1);
}, 300_000);

test("of one whose last row repeats the first nothing stays, and both rows are named", async () => {
  const lines = Array.from({ length: 5_000 }, (_each, serial) => line(serial));
  expect(await bring("2026-11-01", [...lines, line(0)])).toMatchObject({
    status: 422,
    body: { code: "import/rows-refused", errors: [{ row: 5_002, column: "A", fault: "repeats-row" }] },
  });
  expect(await rowsLeft()).toEqual([["2026-10-31", many]]);
  expect(await bring("2026-10-31", lines)).toMatchObject({
    status: 409,
    body: { code: "registry/duplicate" },
  });
}, 60_000);
