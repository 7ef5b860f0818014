import { importDifferences, importView, type ImportView } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";
import { batchRows } from "./limits.ts";

const headings = "统一社会信用代码,名称,地址,法定代表人,类别,联系人,联系电话";
const codeOf = (serial: number) => makeCreditCode("533103", 650_000 + serial);
const line = (serial: number, address = "勐焕街道", contact = "岳某") =>
  `${codeOf(serial)},第${serial}公司,${address},刀某,建筑施工企业,${contact},17900000001`;
const rows = batchRows * 2 + 10;
const serials = Array.from({ length: rows }, (_, index) => index + 1);

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

const checked = async (file: string): Promise<ImportView> =>
  importView.parse((await registry.importFile("entities", file, { apply: null })).body);
const applied = async ({ id, authority }: ImportView): Promise<ImportView> => {
  const answer = await registry.call("POST", `/api/v1/imports/${id}/apply`, { body: { mode: "all" } });
  expect(answer.status, answer.text).toBe(202);
  await registry.carrier.apply({ id, authority });
  return importView.parse((await registry.call("GET", `/api/v1/imports/${id}`)).body);
};
const differences = async (id: string, query = "") =>
  importDifferences.parse((await registry.call("GET", `/api/v1/imports/${id}/differences?${query}`)).body);

describe("an import applied all or nothing (articles 10 to 15)", () => {
  test("tells all rows that somebody has registered otherwise since it was checked, in whichever part of it they are", async () => {
    const job = await checked([headings, ...serials.map((serial) => line(serial))].join("\n"));
    expect(job).toMatchObject({ state: "checked", counts: { created: rows, refused: 0 } });
    const meanwhile = [1, batchRows + 1, rows];
    const others = meanwhile.map((serial) => line(serial, "勐焕街道", "思某"));
    const other = await registry.importFile("entities", [headings, ...others].join("\n"));
    expect(other.body).toMatchObject({ counts: { created: 3 } });
    const refused = await applied(job);
    expect(refused).toMatchObject({ state: "refused", counts: { created: 0, refused: 3 }, moreRows: 0 });
    expect(refused.faults.map(({ row, fault }) => [row, fault])).toEqual(
      meanwhile.map((serial) => [serial + 1, "registered-otherwise"]),
    );
    expect((await registry.call("GET", `/api/v1/entities/${codeOf(2)}`)).status).toBe(404);
  });
});

describe("what an import would change", () => {
  test("is listed to the last row, a page at a time, and counted; by its own authority alone", async () => {
    const changed = serials.slice(0, 250).map((serial) => serial + 10_000);
    const ours = [headings, ...changed.map((serial) => line(serial))].join("\n");
    expect((await registry.importFile("entities", ours)).body).toMatchObject({ counts: { created: 250 } });
    const file = [`版本,${headings}`, ...changed.map((serial) => `1,${line(serial, "团结大街")}`)].join("\n");
    const { id, counts } = await checked(file);
    expect(counts).toMatchObject({ changed: 250, refused: 0 });

    const first = await differences(id, "limit=200&count=true");
    expect(first).toMatchObject({ count: { number: 250, isMore: false } });
    expect(first.items[0]).toEqual({
      row: 2,
      entry: codeOf(10_001),
      fields: [{ field: "address", heading: "地址", was: "勐焕街道", would: "团结大街" }],
    });
    const second = await differences(id, `limit=200&after=${first.next ?? ""}`);
    expect(second.next).toBeNull();
    expect(second.count).toBeUndefined();
    expect([...first.items, ...second.items].map(({ row }) => row)).toEqual(
      changed.map((_, index) => index + 2),
    );
    for (const cursor of ["x", Buffer.from('["-1"]').toString("base64url")])
      expect(await registry.call("GET", `/api/v1/imports/${id}/differences?after=${cursor}`)).toMatchObject({
        status: 422,
      });
    expect(await registry.call("GET", `/api/v1/imports/${id}/differences`, { as: "533102" })).toMatchObject({
      status: 404,
    });
  });
});
