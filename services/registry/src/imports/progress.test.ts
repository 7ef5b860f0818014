import { importView, type ImportView } from "@shuangsui/contracts";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";
import { workbookOf, xlsx } from "../testing/workbooks.ts";
import { batchRows } from "./limits.ts";

const headings = ["统一社会信用代码", "名称", "地址", "法定代表人", "类别", "联系人", "联系电话"];
const rows = batchRows * 3;
let serial = 0;
const entity = () => [
  ...[makeCreditCode("533103", (serial += 1)), `第${serial}公司`, "勐焕街道", "刀某", "建筑施工企业"],
  ...["岳某", "17900000001"],
];
const blanks = Array.from({ length: 20 }, () => Array.from(headings, () => " "));
const sheet = () => [headings, ...blanks, ...Array.from({ length: rows }, entity), ...blanks];

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z", { tellEveryMs: 0 });
});
afterAll(() => registry.close());

const see = async (id: string): Promise<ImportView> =>
  importView.parse((await registry.call("GET", `/api/v1/imports/${id}`)).body);

/** How far an import is while it is carried on, as its page asks for it again and again. */
async function seenDuring(id: string, carried: Promise<unknown>): Promise<ImportView["progress"][]> {
  const seen: ImportView["progress"][] = [];
  let isUnderWay = true;
  const ended = carried.finally(() => (isUnderWay = false));
  while (isUnderWay) {
    const { state, progress } = await see(id);
    if (state === "reading" || state === "applying") seen.push(progress);
  }
  await ended;
  return seen;
}

describe("how far an import is (articles 10 to 15)", () => {
  const forms = [
    ["a workbook", xlsx, () => workbookOf({ 名录: sheet() })],
    [
      "a CSV text",
      "text/csv",
      async () =>
        Buffer.from(
          sheet()
            .map((cells) => cells.join(","))
            .join("\n"),
        ),
    ],
  ] as const;
  test.each(
    forms.flatMap(([name, ...form]) =>
      (["all", "rows"] as const).map((mode) => [name, mode, ...form] as const),
    ),
  )(
    "%s, applied by %s: is told by the rows of entries that it has, while it is read and while it is applied",
    async (name, mode, type, file) => {
      const taken = await registry.call("POST", "/api/v1/imports?register=entities", {
        raw: await file(),
        headers: { "content-type": type, "idempotency-key": randomUUID() },
      });
      const [id, authority] = [String(taken.body["id"]), String(taken.body["authority"])];
      const read = await seenDuring(id, registry.carrier.read({ id, authority }));
      const told = read.filter(({ rows: done }) => done > 0);
      expect(told).not.toEqual([]);
      // Blank rows at the end may still be rows of entries, as far as anybody knows.
      for (const { rows: done, of } of told)
        if (name === "a CSV text") expect(of === null || of === rows).toBe(true);
        else expect([done, rows, rows + blanks.length]).toContain(of);
      expect(await see(id)).toMatchObject({ state: "checked", progress: { rows, of: rows } });

      const asked = await registry.call("POST", `/api/v1/imports/${id}/apply`, {
        body: { mode },
        headers: { "idempotency-key": randomUUID() },
      });
      expect(asked.body, asked.text).toMatchObject({ state: "applying", progress: { rows: 0, of: rows } });
      const applied = await seenDuring(id, registry.carrier.apply({ id, authority }));
      expect(new Set(applied.map(({ of }) => of))).toEqual(new Set([rows]));
      expect(applied.some(({ rows: done }) => done > 0 && done < rows)).toBe(true);
      expect(await see(id)).toMatchObject({
        ...{ state: "applied", progress: { rows, of: rows } },
        counts: { created: rows },
      });
    },
    60_000,
  );
});
