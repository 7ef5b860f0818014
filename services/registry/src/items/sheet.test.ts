import { importView } from "@shuangsui/contracts";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

const as = "533103";
let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
}, 60_000);
afterAll(() => registry.close());

const post = async (path: string, body: object, of = as) => {
  const answer = await registry.call("POST", `/api/v1/${path}`, { as: of, body });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
};
const law = { law: "《建筑法》", article: "第六十五条", number: "主席令第91号", validFrom: "1998-03-01" };
const headings =
  "编码,名称,检查依据,依据有效期起,检查主体,检查内容,检查方式,所需执法类型,专业,对象类型,有效期起,依据条款,检查要点";
const line = (code: string, bases: string, checklist: string) =>
  `${code},资质抽查,《建筑法》,1998-03-01,住建局,资质,现场,建筑市场,,市场主体,2026-01-01,"${bases}","${checklist}"`;
const brought = async (text: string) => {
  const { body } = await registry.importFile("items", `\uFEFF${text}\n`, { as });
  return importView.loose().parse(body);
};
const read = async (code: string) => (await registry.call("GET", `/api/v1/items/${code}`, { as })).body;

describe("the sheet of items (articles 6 to 8)", () => {
  test("names legal bases as they are cited: an authority's own before its superior's", async () => {
    const superior = await post("legal-bases", law, "533100");
    expect(
      (await brought([headings, line("S-1", "《建筑法》|第六十五条|主席令第91号", "")].join("\n"))).counts
        .created,
    ).toBe(1);
    expect(await read("S-1")).toMatchObject({ bases: [{ id: superior["id"], number: law.number }] });
    const own = await post("legal-bases", law);
    const other = await post("legal-bases", { ...law, article: "第七条", number: null });
    const both = "《建筑法》|第六十五条|主席令第91号；《建筑法》｜第七条";
    await brought([headings, line("S-2", both, "")].join("\n"));
    expect((await read("S-2"))["bases"]).toMatchObject([{ id: own["id"] }, { id: other["id"] }]);
  });

  test("says of one that is not on record where it stands, and how it is written", async () => {
    const { counts, faults } = await brought([headings, line("S-3", "《无此法》|第一条", "")].join("\n"));
    expect(counts).toMatchObject({ created: 0, refused: 1 });
    expect(faults).toMatchObject([{ row: 2, column: "L", path: "bases", fault: "unknown-basis" }]);
  });

  test("has a question of the check-list in each line, whatever marks are in it", async () => {
    const asked = "证书是否有效；有无借用|查原件，看日期\n是否公示|看现场";
    expect((await brought([headings, line("S-4", "", asked)].join("\n"))).counts.created).toBe(1);
    expect((await read("S-4"))["checklist"]).toEqual([
      { question: "证书是否有效；有无借用", judgedBy: "查原件，看日期" },
      { question: "是否公示", judgedBy: "看现场" },
    ]);
    const { faults } = await brought([headings, line("S-5", "", "只有问题")].join("\n"));
    expect(faults).toMatchObject([{ row: 2, column: "M", fault: "missing" }]);
  });

  test("is corrected where it was taken away: the item has another version with that check-list and those bases", async () => {
    const taken = await registry.call("GET", "/api/v1/items/export?format=csv&q=S-4", { as });
    const [names = [], ...rows]: string[][] = parse(taken.text, { bom: true });
    const cellsOf = (row: string[]) =>
      row.map((cell, at) => {
        if (names[at] === "检查要点") return cell.replace("看现场", "看公示栏");
        return names[at] === "依据条款" ? "《建筑法》|第七条" : cell;
      });
    const quoted = [names, ...rows.map(cellsOf)].map((row) =>
      row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","),
    );
    const { counts, differences } = await brought(quoted.join("\n"));
    expect(counts).toMatchObject({ changed: 1, refused: 0 });
    expect(differences).toMatchObject([
      { row: 2, entry: "S-4", fields: [{ field: "bases", was: "" }, { field: "checklist" }] },
    ]);
    expect(await read("S-4")).toMatchObject({
      ...{ version: 2, bases: [{ article: "第七条" }] },
      checklist: [{}, { judgedBy: "看公示栏" }],
    });
  });

  test("leaves a check-list that no cell can hold as it is", async () => {
    const long = Array.from({ length: 150 }, (_each, at) => ({
      question: `问题${at}`,
      judgedBy: "看".repeat(300),
    }));
    const { bases: _bases, ...item } = await read("S-4");
    const body = Object.fromEntries(
      Object.entries({ ...item, code: "S-6", checklist: long }).filter(
        ([name]) => !["id", "authority", "version", "updatedAt", "repealed", "compiledFrom"].includes(name),
      ),
    );
    await post("items", body);
    const taken = await registry.call("GET", "/api/v1/items/export?format=csv&q=S-6", { as });
    expect(parse(taken.text, { bom: true, columns: true })).toMatchObject([{ 检查要点: "***" }]);
    const { counts } = await brought(taken.text.replace("\uFEFF", "").trimEnd());
    expect(counts).toEqual({ created: 0, changed: 0, unchanged: 1, refused: 0 });
    expect(await read("S-6")).toMatchObject({ version: 1, checklist: long });
  });

  test("that comes as JSON with the ids of its bases changes nothing where they are the same", async () => {
    const { bases, version } = await read("S-2");
    const ids = (bases as { id: string }[]).map(({ id }) => id).toReversed();
    const file = (named: readonly string[]) =>
      registry.importFile("items", JSON.stringify([{ code: "S-2", version, bases: named }]), {
        ...{ as, type: "application/json" },
      });
    expect((await file(ids)).body).toMatchObject({ counts: { unchanged: 1 } });
    expect((await file(ids.slice(1))).body).toMatchObject({ counts: { changed: 1 } });
    expect((await read("S-2"))["bases"]).toHaveLength(1);
  });
});
