import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

const [county, sibling, prefecture] = ["533103", "533102", "533100"];
let registry: TestRegistry;
const law = (name: string, article: string, more: object = {}) => ({
  ...{ law: name, article, validFrom: "2010-01-01" },
  ...more,
});
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  for (const [as, body] of [
    [prefecture, law("中华人民共和国建筑法", "第七条", { number: "主席令第91号" })],
    [prefecture, law("中华人民共和国建筑法", "第七十条")],
    [prefecture, law("建设工程质量管理条例", "第七条第一款", { validTo: "2026-10-31" })],
    [county, law("德宏州城乡（建设）管理条例", "第三十条", { validFrom: "2026-12-01" })],
    [sibling, law("瑞丽市建筑管理办法", "第七条")],
  ] as const) {
    const answer = await registry.call("POST", "/api/v1/legal-bases", { as, body });
    expect(answer, answer.text).toMatchObject({ status: 201 });
  }
});
afterAll(() => registry.close());

const list = async (query: Record<string, string>, as = county) => {
  const { status, body } = await registry.call(
    "GET",
    `/api/v1/legal-bases?${new URLSearchParams(query).toString()}`,
    { as },
  );
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};
const found = async (query: Record<string, string>, as = county) =>
  ((await list(query, as))["items"] as { law: string; article: string }[])
    .map((one) => `${one.law.replace("中华人民共和国", "")}${one.article}`)
    .toSorted();

describe("the legal bases that an authority's items may rest on (article 8)", () => {
  test.each([
    [{ q: "筑法" }, ["建筑法第七十条", "建筑法第七条"]],
    [{ q: " 建 筑 法 " }, ["建筑法第七十条", "建筑法第七条"]],
    [{ q: "城乡(建设)" }, ["德宏州城乡（建设）管理条例第三十条"]],
    [{ q: "ＪＺＦ" }, ["建筑法第七十条", "建筑法第七条"]],
    [{ q: "jsgczl" }, ["建设工程质量管理条例第七条第一款"]],
    [{ q: "主席令第91" }, ["建筑法第七条"]],
    [{ article: "第七条" }, ["建筑法第七条", "建设工程质量管理条例第七条第一款"]],
    [{ article: "第 七 十 条" }, ["建筑法第七十条"]],
    [{ inForceOn: "2026-10-31" }, ["建筑法第七十条", "建筑法第七条", "建设工程质量管理条例第七条第一款"]],
    [{ inForceOn: "2026-11-30" }, ["建筑法第七十条", "建筑法第七条"]],
    [{ inForceOn: "2026-12-01", q: "管理" }, ["德宏州城乡（建设）管理条例第三十条"]],
    [{ repealed: "true" }, ["建设工程质量管理条例第七条第一款"]],
    [{ repealed: "false", article: "第七条" }, ["建筑法第七条"]],
    [{ authority: sibling }, ["瑞丽市建筑管理办法第七条"]],
    [{ authority: county }, ["德宏州城乡（建设）管理条例第三十条"]],
    [{ q: "瑞丽" }, []],
  ])("narrowed by %j are %j", async (query, bases) => {
    expect(await found(query)).toEqual(bases.toSorted());
  });

  test("of a superior are its own alone, unless it asks for a subordinate's", async () => {
    expect(await found({ q: "建筑" }, prefecture)).toEqual(["建筑法第七十条", "建筑法第七条"].toSorted());
    expect(await found({ q: "建筑", authority: sibling }, prefecture)).toEqual(["瑞丽市建筑管理办法第七条"]);
  });

  test("are counted, sorted by the law's name and read page by page, each once", async () => {
    expect(await list({ q: "建筑", count: "true" })).toMatchObject({ count: { number: 2, isMore: false } });
    const all = (await list({ sort: "law" }))["items"] as { id: string; law: string }[];
    expect(all.map(({ law: name }) => name)).toEqual(
      all.map(({ law: name }) => name).toSorted(new Intl.Collator("zh").compare),
    );
    const paged: string[] = [];
    for (let after: string | null = ""; after !== null;) {
      const page = await list({ sort: "law", limit: "1", ...(after === "" ? {} : { after }) });
      paged.push(...(page["items"] as { id: string }[]).map(({ id }) => id));
      after = page["next"] as string | null;
    }
    expect(paged).toEqual(all.map(({ id }) => id));
  });

  test("are not asked for by a day that is none, nor by what is no question", async () => {
    for (const query of ["inForceOn=2026-02-30", "repealed=maybe", "colour=red"])
      expect(await registry.call("GET", `/api/v1/legal-bases?${query}`, { as: county })).toMatchObject({
        status: 422,
      });
  });
});
