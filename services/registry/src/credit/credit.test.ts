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

const post = (path: string, body: object) => registry.call("POST", `/api/v1/${path}`, { as, body });
/** A registered firm's code. */
const firm = async () => {
  const creditCode = makeCreditCode(as, (serial += 1));
  const answer = await post("entities", {
    ...{ creditCode, name: `第${serial}建筑工程有限公司`, address: "团结大街" },
    ...{ legalRepresentative: "刀某", category: "builder" },
    ...{ contactName: "岳某", contactPhone: "17900000001" },
  });
  expect(answer.status).toBe(201);
  return creditCode;
};
const record = async (targetCode: string, kind: string, changes: object = {}) => {
  const answer = await post("credit-records", {
    targetCode,
    kind,
    date: "2026-03-05",
    description: "情况",
    ...changes,
  });
  expect(answer, answer.text).toMatchObject({ status: 201 });
  return answer.body;
};
const explained = async (code: string) =>
  (await registry.call("GET", `/api/v1/risk-classes/entity/${code}`, { as })).body;

describe("a target's class (articles 21, 31)", () => {
  test.each([
    ["penalty", {}, "C", "violations"],
    ["abnormal-list", {}, "C", "abnormal-list"],
    ["samr-class", { samrClass: "D" }, "C", "samr-class"],
    ["honest", { source: "守信名单〔2026〕1号" }, "A", "honest"],
  ])("is explained by a %s", async (kind, changes, riskClass, reason) => {
    const code = await firm();
    await record(code, kind, changes);
    expect(await explained(code)).toMatchObject({
      riskClass,
      table: 1,
      since: "2024-11-02",
      because: [{ reason, count: 1 }],
    });
    const lines = (await registry.call("GET", "/api/v1/snapshot/targets?kind=entity", { as, service: true }))
      .text;
    expect(lines).toContain(JSON.stringify({ code, riskClass, category: "builder" }));
  });

  test("counts a record while its term lasts, the newest class of market supervision, and none of a person in charge", async () => {
    const code = await firm();
    await record(code, "violation", { validUntil: "2026-11-01" });
    await record(code, "penalty", { personInCharge: "线某", source: "住建罚〔2026〕1号" });
    await record(code, "samr-class", { samrClass: "D", date: "2026-01-01" });
    await record(code, "samr-class", { samrClass: "B", date: "2026-06-01" });
    expect(await explained(code)).toMatchObject({ riskClass: "B", because: [{ reason: "nothing" }] });
    await record(code, "violation", { description: "另一情况", validUntil: "2026-11-02" });
    expect(await explained(code)).toMatchObject({ riskClass: "C" });
  });

  test("follows a table that anybody may read; what is not known is not there", async () => {
    const { status, body } = await registry.call("GET", "/api/v1/risk-table", { as: null });
    expect(status).toBe(200);
    expect(body["items"]).toMatchObject([
      {
        version: 1,
        months: 24,
        rows: [{ riskClass: "D", of: "violations", atLeast: 2 }, {}, {}, {}, {}, {}, {}],
      },
    ]);
    expect(
      (await registry.call("GET", `/api/v1/risk-classes/entity/${makeCreditCode(as, 9_999)}`, { as })).status,
    ).toBe(404);
  });
});

describe("a credit record (article 31)", () => {
  test("has a class of market supervision only where it is one", async () => {
    const code = await firm();
    for (const wrong of [{ kind: "samr-class" }, { kind: "honest", samrClass: "A" }])
      expect(
        await post("credit-records", { targetCode: code, date: "2026-03-05", description: "情况", ...wrong }),
      ).toMatchObject({
        status: 422,
        body: { errors: [{ path: "/samrClass", fault: "samr-class" }] },
      });
  });

  test("of a person in charge names that person to those alone who need to know", async () => {
    const code = await firm();
    const { id } = await record(code, "violation", { personInCharge: "线某" });
    const seen = async (who: object) =>
      (await registry.call("GET", `/api/v1/credit-records/${String(id)}`, { as, ...who })).body;
    expect(await seen({ roles: ["approver"] })).toMatchObject({ personInCharge: "线某", ofPerson: true });
    for (const who of [{ roles: ["planner"] }, { as: "533100" }])
      expect(await seen(who)).toMatchObject({ personInCharge: null, ofPerson: true });
  });

  test("is found by the person whom it is of, however the name is written, by those alone who may read it", async () => {
    const [code, neighbours] = [await firm(), await firm()];
    const person = { personInCharge: "岩Ａ 某" };
    const { id: first } = await record(code, "violation", person);
    const { id: second } = await record(neighbours, "honest", { personInCharge: "岩a某" });
    await record(code, "penalty", { personInCharge: "岩a某某" });
    await record(code, "complaint");
    const { body: ofOthers } = await registry.call("POST", "/api/v1/credit-records", {
      as: "533102",
      body: { targetCode: code, kind: "violation", date: "2026-03-05", description: "情况", ...person },
    });
    expect(ofOthers).toMatchObject({ ofPerson: true });
    const asked = (who: object, query = "person=岩A某") =>
      registry.call("GET", `/api/v1/credit-records?${query}`, { as, ...who });
    const idsFor = async (who: object, query?: string) =>
      ((await asked(who, query)).body["items"] as { id: string }[]).map(({ id }) => id);
    for (const roles of [["registry-clerk"], ["approver"]])
      expect(await idsFor({ roles })).toEqual([first, second]);
    expect(await idsFor({}, "person=岩a某&kind=honest&count=true")).toEqual([second]);
    expect(await idsFor({}, "person=岩a")).toEqual([]);
    // What a superior may not read it does not find.
    expect(await idsFor({ as: "533100" })).toEqual([]);
    expect(await idsFor({}, "person=岩a某&authority=533102")).toEqual([]);
    expect(await asked({ roles: ["planner"] })).toMatchObject({
      status: 403,
      body: { code: "caller/not-allowed" },
    });
    const file = (who: object) =>
      registry.call("GET", "/api/v1/credit-records/export?format=csv&person=岩a某", { as, ...who });
    expect((await file({ roles: ["planner"] })).status).toBe(403);
    const { text } = await file({});
    expect([first, second].map((id) => text.includes(String(id)))).toEqual([true, true]);
    expect(text).not.toContain("岩a某某");
  });

  test("is withdrawn, corrected or left as it was by what came of an objection, and keeps what it was", async () => {
    const code = await firm();
    const objection = { raisedOn: "2026-10-20", statement: "处罚决定已被撤销", reason: "核实" };
    const decided = async (id: unknown, body: object) =>
      post(`credit-records/${String(id)}/objection`, { ...objection, ...body });
    const { id: stands } = await record(code, "violation", { description: "甲" });
    expect(await decided(stands, { upheld: false })).toMatchObject({
      status: 200,
      body: { status: "valid", version: 2, objection: { upheld: false, decidedOn: "2026-11-02" } },
    });
    const { id: wrong } = await record(code, "penalty", { description: "乙" });
    expect(await decided(wrong, { upheld: true })).toMatchObject({ body: { status: "withdrawn" } });
    expect(await decided(wrong, { upheld: true })).toMatchObject({
      status: 409,
      body: { code: "credit/not-repairable" },
    });
    const { id: other } = await record(code, "violation", { description: "丙" });
    const correction = { kind: "complaint", description: "投诉不实" };
    expect(await decided(other, { upheld: true, correction })).toMatchObject({
      body: { ...correction, status: "valid" },
    });
    expect(await decided(stands, { upheld: false, correction })).toMatchObject({ status: 422 });
    const { body } = await registry.call("GET", `/api/v1/credit-records/${String(other)}/history`, { as });
    expect(body["items"]).toMatchObject([
      { entry: { kind: "violation", description: "丙" } },
      { reason: "核实", entry: correction },
    ]);
    expect(await explained(code)).toMatchObject({
      riskClass: "C",
      because: [{ reason: "violations", count: 1 }],
    });
  });

  test("of a penalty is repaired as a violation is (信用修复管理办法), and the class follows", async () => {
    const code = await firm();
    const { id } = await record(code, "penalty");
    expect(await explained(code)).toMatchObject({ riskClass: "C" });
    const decision = { number: "修复1号", decidedOn: "2026-11-01", reason: "已履行" };
    expect(await post(`credit-records/${String(id)}/repair`, decision)).toMatchObject({
      body: { status: "repaired" },
    });
    expect(await explained(code)).toMatchObject({ riskClass: "B" });
  });
});
