import { afterAll, beforeAll, expect, test } from "vitest";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

const post = (path: string, body: object, as = "533103") =>
  registry.call("POST", `/api/v1/${path}`, { as, body });
const patch = (path: string, body: object, as = "533103") =>
  registry.call("PATCH", `/api/v1/${path}`, { as, body: { reason: "更正", ...body } });
const read = async (path: string, as = "533103") =>
  (await registry.call("GET", `/api/v1/${path}`, { as })).body;
const byCodes = async (codes: string, as = "533103") =>
  (await registry.call("GET", `/api/v1/items/by-codes?codes=${codes}`, { as, service: true })).body["items"];

const basis = { law: "中华人民共和国建筑法", article: "第七条", number: null, validFrom: "1998-03-01" };
const newItem = (code: string, changes: object = {}) => ({
  code,
  name: "建筑施工许可检查",
  legalBasis: "《建筑法》第七条",
  legalBasisValidFrom: "1998-03-01",
  subject: "德宏州住房和城乡建设局",
  content: "施工许可证的取得与延期",
  method: "现场检查",
  officerTypes: ["quality"],
  specialties: [],
  targetKind: "entity",
  validFrom: "2025-01-01",
  ...changes,
});

test("a repeal is entered once, by the prefecture, and marks each county's item that rests on it, which goes on by its other basis (article 8)", async () => {
  const { body: repealed } = await post("legal-bases", basis, "533100");
  const { body: other } = await post("legal-bases", { ...basis, article: "第四十二条" }, "533103");
  expect(await post("legal-bases", { ...basis, law: "中华人民共和国 建筑法" }, "533100")).toMatchObject({
    status: 409,
  });
  const bases = [repealed["id"], other["id"]];
  expect((await post("items", newItem("533103-71", { bases }))).body).toMatchObject({
    bases: [{ law: basis.law, article: "第七条", validTo: null }, { article: "第四十二条" }],
    repealed: [],
  });
  await post("items", newItem("533103-72", { bases: [repealed["id"]] }));
  const url = `legal-bases/${String(repealed["id"])}`;
  expect(await patch(url, { version: 1, validTo: "2026-11-01" }, "533103")).toMatchObject({
    status: 403,
    body: { code: "authority/not-yours" },
  });
  expect(await patch(url, { version: 1, validTo: "1997-01-01" }, "533100")).toMatchObject({ status: 422 });
  expect(await patch(url, { version: 1, validTo: "2026-11-01" }, "533100")).toMatchObject({ status: 200 });
  const mark = { id: repealed["id"], law: basis.law, article: "第七条", validTo: "2026-11-01" };
  expect(await read("items/533103-71")).toMatchObject({ repealed: [mark], version: 1 });
  expect(await byCodes("533103-71,533103-72")).toMatchObject([
    { code: "533103-71", inForce: true, repealed: [mark] },
    { code: "533103-72", inForce: false, repealed: [mark] },
  ]);
  expect((await read("legal-bases"))["items"]).toMatchObject([
    { article: "第七条" },
    { article: "第四十二条" },
  ]);
  expect((await read("legal-bases", "533102"))["items"]).toMatchObject([{ article: "第七条" }]);
});

test("an item rests on what is on record alone, and its check-list changes with its version (articles 7, 8)", async () => {
  const unknown = "01890000-0000-7000-8000-000000000000";
  expect(await post("items", newItem("533103-73", { bases: [unknown] }))).toMatchObject({
    status: 422,
    body: { errors: [{ path: "/bases", fault: "unknown-basis" }] },
  });
  const first = [{ question: "是否取得施工许可证", judgedBy: "查验原件；没有或者过期的为不合格" }];
  const second = [...first, { question: "是否按期开工", judgedBy: "领证之日起三个月内开工" }];
  await post("items", newItem("533103-74", { checklist: first }));
  expect(await patch("items/533103-74", { version: 1, checklist: second })).toMatchObject({
    body: { version: 2, checklist: second },
  });
  expect(await byCodes("533103-74")).toMatchObject([{ version: 2, checklist: second }]);
  const { items } = await read("items/533103-74/history");
  expect(items).toMatchObject([{ entry: { checklist: first } }, { entry: { checklist: second } }]);
});

test("a county compiles its list from the prefecture's by its list of powers, first to see, then to have it (article 7)", async () => {
  for (const [code, powerNumber, validTo] of [
    ["533100-81", "权-81", null],
    ["533100-82", "权-82", null],
    ["533100-83", "权-83", "2026-01-01"],
  ] as const)
    expect(await post("items", newItem(code, { powerNumber, validTo }), "533100")).toMatchObject({
      status: 201,
    });
  const asked = { from: "533100", powers: ["权-81", "权-83", "权-99"], subject: "陇川县住房和城乡建设局" };
  const compiled = {
    compiled: [{ from: "533100-81", code: "533124-81", name: "建筑施工许可检查" }],
    standing: [],
    withoutPower: ["533100-82"],
    withoutItem: ["权-83", "权-99"],
  };
  const as = "533124";
  expect((await post("items/compile", { ...asked, dryRun: true }, as)).body).toEqual(compiled);
  expect((await read("items", as))["items"]).toEqual([]);
  expect((await post("items/compile", asked, as)).body).toEqual(compiled);
  expect(await read("items/533124-81", as)).toMatchObject({
    subject: "陇川县住房和城乡建设局",
    powerNumber: "权-81",
    compiledFrom: { authority: "533100", code: "533100-81", version: 1 },
    version: 1,
  });
  expect((await post("items/compile", asked, as)).body).toMatchObject({
    compiled: [],
    standing: ["533124-81"],
  });
  expect(await post("items/compile", { ...asked, from: "533103" }, as)).toMatchObject({ status: 422 });
});
