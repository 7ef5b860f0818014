import { importView } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

const as = "533103";
let registry: TestRegistry;
let serial = 0;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

const post = (path: string, body: object, who = as) =>
  registry.call("POST", `/api/v1/${path}`, { as: who, body });
/** A registered firm's code. */
const firm = async () => {
  const creditCode = makeCreditCode(as, 40_000 + (serial += 1));
  const answer = await post("entities", {
    ...{ creditCode, name: `第${serial}建筑工程有限公司`, address: "团结大街", legalRepresentative: "刀某" },
    ...{ category: "builder", contactName: "岳某", contactPhone: "17900000001" },
  });
  expect(answer.status).toBe(201);
  return creditCode;
};
const record = async (targetCode: string, source: string | null, changes: object = {}) => {
  const answer = await post("credit-records", {
    ...{ targetCode, kind: "penalty", date: "2026-03-05", description: `依${source ?? "检查"}`, source },
    ...changes,
  });
  expect(answer, answer.text).toMatchObject({ status: 201 });
  return `credit-records/${String(answer.body["id"])}`;
};
const read = async (path: string) => (await registry.call("GET", `/api/v1/${path}`, { as })).body;
const classOf = async (code: string) => (await read(`risk-classes/entity/${code}`))["riskClass"];

const headings = "统一社会信用代码,记录类型,记录日期,说明,来源文书,被修复文号";
type Row = readonly [code: string, kind: string, date: string, why: string, number: string, repairs: string];
const sheet = (...rows: Row[]) => `${[headings, ...rows.map((row) => row.join(","))].join("\n")}\n`;
const repairing = (code: string, repairs: string, more: { date?: string; number?: string } = {}): Row => [
  ...([code, "信用修复", more.date ?? "2026-10-30", "已履行行政处罚"] as const),
  more.number ?? `修复〔2026〕${(serial += 1)}号`,
  repairs,
];
const brought = async (file: string, apply: "all" | "rows" | null = "all") => {
  const answer = await registry.importFile("credit-records", file, { as, apply, actor: "clerk" });
  const { state, counts, faults } = importView.loose().parse(answer.body);
  return { state, counts, faults: faults.map(({ row, path, fault }) => `${row} ${path ?? ""} ${fault}`) };
};

describe("a repair that comes in the credit sheet (articles 21, 31, 信用修复管理办法)", () => {
  test("repairs the record that it names by its source's number: the class follows, and each keeps its history", async () => {
    const code = await firm();
    const url = await record(code, "住建罚〔2026〕１号");
    expect(await classOf(code)).toBe("C");
    const file = sheet(
      repairing(code, "住建罚[2026]1号".replace("[", "〔").replace("]", "〕"), {
        number: "修复〔2026〕甲号",
      }),
    );
    // Checked alone it changes nothing.
    expect(await brought(file, null)).toMatchObject({ state: "checked", counts: { created: 1, refused: 0 } });
    expect(await classOf(code)).toBe("C");
    expect(await brought(file)).toMatchObject({ state: "applied", counts: { created: 1 } });
    expect(await classOf(code)).toBe("B");
    const repair = { number: "修复〔2026〕甲号", decidedOn: "2026-10-30" };
    expect(await read(url)).toMatchObject({ status: "repaired", version: 2, repair });
    expect((await read(`${url}/history`))["items"]).toMatchObject([
      { entry: { status: "valid" } },
      { actor: "clerk", reason: "已履行行政处罚", entry: { status: "repaired", repair } },
    ]);
    expect((await read(`credit-records?targetCode=${code}&kind=repair`))["items"]).toMatchObject([
      { source: repair.number, date: repair.decidedOn, repairsId: url.split("/").at(-1), status: "valid" },
    ]);
    // Brought again it changes nothing.
    expect(await brought(file)).toMatchObject({ state: "applied", counts: { created: 0, unchanged: 1 } });
    expect(await read(url)).toMatchObject({ version: 2 });
  });

  test("names a record that has no number by its id", async () => {
    const code = await firm();
    const url = await record(code, null, { kind: "violation" });
    const file = sheet(repairing(code, (url.split("/").at(-1) ?? "").toUpperCase()));
    expect(await brought(file)).toMatchObject({ state: "applied", counts: { created: 1 } });
    expect(await classOf(code)).toBe("B");
  });

  test("is refused by row, with what is wrong, and nothing is written", async () => {
    const [code, other] = [await firm(), await firm()];
    await record(code, "罚1号");
    await record(other, "罚2号");
    const repaired = await record(code, "罚3号");
    const decision = { number: "修复〔2026〕乙号", decidedOn: "2026-11-01", reason: "已履行" };
    expect((await post(`${repaired}/repair`, decision)).status).toBe(200);
    await record(code, "投诉4号", { kind: "complaint" });
    await record(code, "罚5号", { description: "甲" });
    await record(code, "罚5号", { description: "乙" });
    const withdrawn = await record(code, "罚6号");
    await registry.call("PATCH", `/api/v1/${withdrawn}`, {
      as,
      body: { version: 1, reason: "录错", status: "withdrawn" },
    });
    const rows: [Row, string][] = [
      [repairing(code, "罚9号"), "repairs unknown-record"],
      [repairing(code, uuidv7()), "repairs unknown-record"],
      [repairing(code, "罚2号"), "repairs record-of-another-target"],
      [repairing(code, "罚3号"), "repairs record-repaired"],
      [repairing(code, "投诉4号"), "repairs record-not-repairable"],
      [repairing(code, "罚5号"), "repairs several-records"],
      [repairing(code, "罚6号"), "repairs record-not-repairable"],
      [repairing(code, "罚1号", { date: "2026-11-03" }), "date day-to-come"],
      [repairing(code, ""), "repairs missing"],
      [repairing(code, "罚1号", { number: "" }), "source missing"],
      [[code, "违法违规", "2026-05-01", "擅自施工", "罚7号", "罚1号"], "repairs repairs"],
      [repairing(code, "罚 2号", { date: "2026-10-29" }), "repairs repeats-row"],
    ];
    const answer = await brought(sheet(...rows.map(([row]) => row)));
    expect(answer.faults).toEqual(rows.map(([, fault], index) => `${index + 2} ${fault}`));
    expect(answer.state).toBe("refused");
    expect((await read(`credit-records?targetCode=${code}&kind=repair`))["items"]).toEqual([]);
    expect(await classOf(code)).toBe("D");
  });

  test("comes in row by row beside what is refused, and once of those that name the same in two ways", async () => {
    const code = await firm();
    const url = await record(code, "罚11号");
    const id = url.split("/").at(-1) ?? "";
    const answer = await brought(
      sheet(repairing(code, "罚11号"), repairing(code, id), repairing(code, "罚12号")),
      "rows",
    );
    expect(answer).toMatchObject({
      state: "applied",
      counts: { created: 1, refused: 2 },
      faults: ["3 targetCode registered-as", "4 repairs unknown-record"],
    });
    expect(await read(url)).toMatchObject({ status: "repaired", version: 2 });
  });

  test("repairs what the same sheet brings, above it or below: checked alone, at once, row by row, and brought again", async () => {
    const [code, other] = [await firm(), await firm()];
    const brings = (target: string, number: string): Row => [
      target,
      "行政处罚",
      "2026-03-05",
      "处罚",
      number,
      "",
    ];
    const file = sheet(
      repairing(code, "罚31 号"),
      brings(code, "罚31号"),
      brings(other, "罚32号"),
      repairing(other, "罚32号"),
    );
    const all = { created: 4, refused: 0, unchanged: 0 };
    expect(await brought(file, null)).toMatchObject({ state: "checked", counts: all });
    expect(await brought(file)).toMatchObject({ state: "applied", counts: all, faults: [] });
    for (const target of [code, other]) {
      expect(await classOf(target)).toBe("B");
      const { items } = await read(`credit-records?targetCode=${target}&kind=penalty`);
      expect(items).toMatchObject([{ status: "repaired", version: 2 }]);
    }
    const again = { created: 0, refused: 0, unchanged: 4 };
    expect(await brought(file)).toMatchObject({ state: "applied", counts: again });
    const third = await firm();
    const more = sheet(repairing(third, "罚33号"), brings(third, "罚33号"), repairing(third, "罚34号"));
    expect(await brought(more, "rows")).toMatchObject({
      state: "applied",
      counts: { created: 2, refused: 1 },
      faults: ["4 repairs unknown-record"],
    });
    expect(await classOf(third)).toBe("B");
  });

  test("of what the same sheet brings is refused as of what is registered, also where only both together are too many", async () => {
    const [code, other] = [await firm(), await firm()];
    await record(code, "罚42号", { description: "已登记" });
    const brings = (target: string, number: string, kind = "行政处罚", why = "处罚"): Row => [
      ...([target, kind, "2026-03-05", `${number}${why}`, number, ""] as const),
    ];
    const answer = await brought(
      sheet(
        repairing(code, "罚41号"),
        repairing(code, "罚42号"),
        repairing(code, "罚43号"),
        repairing(code, "罚44号"),
        brings(code, "罚41号"),
        brings(code, "罚41号", "行政处罚", "又一处罚"),
        brings(code, "罚42号"),
        brings(other, "罚43号"),
        brings(code, "罚44号", "投诉举报"),
      ),
    );
    expect(answer.faults).toEqual([
      "2 repairs several-records",
      "3 repairs several-records",
      "4 repairs record-of-another-target",
      "5 repairs record-not-repairable",
    ]);
    expect(answer.state).toBe("refused");
  });

  test("of what an inspection entered is due to that inspection, which takes its result down, until it hands the repair over", async () => {
    const code = await firm();
    const [inspection, clean] = [uuidv7(), uuidv7()];
    const service = { as, service: true };
    const enter = async (id: string, outcome: string) => {
      const body = {
        targetCode: code,
        targetKind: "entity",
        origin: "draw",
        outcome,
        on: "2026-10-20",
        revision: 1,
      };
      const answer = await registry.call("PUT", `/api/v1/credit-records/inspections/${id}`, {
        ...service,
        body,
      });
      expect(answer.status, answer.text).toBe(200);
      return String(answer.body["id"]);
    };
    const due = async () =>
      (await registry.call("GET", "/api/v1/snapshot/repairs", { as: "system", service: true })).body["items"];
    const [against, nothing] = [await enter(inspection, "violation"), await enter(clean, "clean")];
    expect(await brought(sheet(repairing(code, nothing)))).toMatchObject({
      faults: ["2 repairs record-not-repairable"],
    });
    const number = "修复〔2026〕丁号";
    expect(await brought(sheet(repairing(code, against, { number })))).toMatchObject({ state: "applied" });
    const repair = { number, decidedOn: "2026-10-30", reason: "已履行行政处罚" };
    expect(await due()).toEqual([
      { ...repair, id: expect.any(String), authority: as, inspectionId: inspection },
    ]);
    expect(await classOf(code)).toBe("C");
    const handed = await registry.call("PUT", `/api/v1/credit-records/inspections/${inspection}/repair`, {
      ...service,
      body: repair,
    });
    expect(handed.body).toMatchObject({ status: "repaired" });
    expect(await due()).toEqual([]);
    expect(await classOf(code)).toBe("B");
  });

  test("is of an authority's own records alone, and stands as it is: neither changed nor objected to (article 3)", async () => {
    const code = await firm();
    const url = await record(code, "罚21号");
    const body = {
      ...{ targetCode: code, kind: "repair", date: "2026-10-30", description: "已履行" },
      ...{ source: "修复〔2026〕丙号", repairs: "罚21号" },
    };
    expect(await post("credit-records", body, "533100")).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/repairs", fault: "unknown-record" }] },
    });
    const { status, body: repair } = await post("credit-records", body);
    expect(status).toBe(201);
    expect(await read(url)).toMatchObject({ status: "repaired" });
    const stands = { status: 409, body: { code: "credit/repaired" } };
    const change = { version: 1, reason: "误", status: "withdrawn" };
    const path = `/api/v1/credit-records/${String(repair["id"])}`;
    expect(await registry.call("PATCH", path, { as, body: change })).toMatchObject(stands);
    const objection = { raisedOn: "2026-11-01", statement: "误", upheld: true, reason: "误" };
    expect(await registry.call("POST", `${path}/objection`, { as, body: objection })).toMatchObject({
      status: 409,
      body: { code: "credit/not-repairable" },
    });
  });
});
