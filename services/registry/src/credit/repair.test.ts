import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

let serial = 0;
/** A target, and the address of its credit. */
async function registered(): Promise<string> {
  const creditCode = makeCreditCode("533103", 800_000 + (serial += 1));
  const body = {
    creditCode,
    name: "芒市勐焕建筑工程有限公司",
    address: "芒市勐焕街道",
    legalRepresentative: "刀某",
    category: "builder",
    contactName: "岳某",
    contactPhone: "17900000001",
  };
  expect((await registry.call("POST", "/api/v1/entities", { body })).status).toBe(201);
  return creditCode;
}
const riskClass = async (code: string) =>
  (await registry.call("GET", `/api/v1/targets/entity/${code}`, { service: true })).body["riskClass"];
/** A record entered by hand; gives its address. */
async function recorded(targetCode: string, kind = "violation"): Promise<string> {
  const body = { targetCode, kind, date: "2026-03-05", description: "未取得施工许可证擅自施工" };
  const { body: record } = await registry.call("POST", "/api/v1/credit-records", { body });
  return `/api/v1/credit-records/${String(record["id"])}`;
}
/** What an inspection entered, by its address of the services' own. */
const entered = (inspection: string, targetCode: string, outcome: string | null, revision: number) =>
  registry.call("PUT", inspection, {
    service: true,
    body: { targetCode, targetKind: "entity", origin: "draw", outcome, on: "2026-10-30", revision },
  });
const decision = { number: "信用修复〔2026〕1号", decidedOn: "2026-11-01", reason: "已补办许可，缴清罚款" };
const repair = (url: string, body: object = decision, as = "533103") =>
  registry.call("POST", `${url}/repair`, { body, as });
const statusesOf = async (url: string) =>
  ((await registry.call("GET", `${url}/history`)).body["items"] as { entry: { status: string } }[]).map(
    ({ entry }) => entry.status,
  );

describe("a violation on record that is repaired (article 31, 信用修复管理办法)", () => {
  test("counts no longer, is a version with its decision and reason, and is found by what it is", async () => {
    const code = await registered();
    const url = await recorded(code);
    expect(await riskClass(code)).toBe("C");
    const { number, decidedOn } = decision;
    expect(await repair(url)).toMatchObject({
      status: 200,
      body: { status: "repaired", version: 2, repair: { number, decidedOn } },
    });
    expect(await riskClass(code)).toBe("B");
    const { body: history } = await registry.call("GET", `${url}/history`);
    expect(history["items"]).toMatchObject([
      { version: 1, entry: { status: "valid", repair: null } },
      { version: 2, authority: "533103", actor: "official-1", reason: decision.reason },
    ]);
    for (const [status, found] of [
      ["repaired", 1],
      ["valid", 0],
    ] as const) {
      const list = await registry.call("GET", `/api/v1/credit-records?targetCode=${code}&status=${status}`);
      expect(list.body["items"]).toHaveLength(found);
    }
  });

  test("is repaired once: by the same decision it stands, by another it is refused, and so is a change", async () => {
    const url = await recorded(await registered());
    const first = await repair(url);
    expect((await repair(url)).body).toEqual(first.body);
    const refused = { status: 409, body: { code: "credit/repaired", article: 31 } };
    expect(await repair(url, { ...decision, number: "信用修复〔2026〕2号" })).toMatchObject(refused);
    const change = { version: 2, reason: "误", status: "valid" };
    expect(await registry.call("PATCH", url, { body: change })).toMatchObject(refused);
    expect(await statusesOf(url)).toEqual(["valid", "repaired"]);
  });

  test("is repaired by the authority that recorded it alone: its superior may not, to a sibling it does not exist", async () => {
    const url = await recorded(await registered());
    expect(await repair(url, decision, "533100")).toMatchObject({
      status: 403,
      body: { code: "authority/not-yours" },
    });
    expect(await repair(url, decision, "533102")).toMatchObject({ status: 404, body: { code: "not-found" } });
    expect(await statusesOf(url)).toEqual(["valid"]);
  });

  test("is one that stands and speaks against the target, by a decision that was made", async () => {
    const code = await registered();
    const notRepairable = { status: 409, body: { code: "credit/not-repairable" } };
    for (const kind of ["honest", "complaint"])
      expect(await repair(await recorded(code, kind))).toMatchObject(notRepairable);
    const url = await recorded(code);
    expect(await repair(url, { ...decision, decidedOn: "2026-11-03" })).toMatchObject({
      status: 422,
      body: { code: "body/invalid", errors: [{ path: "/decidedOn" }] },
    });
    expect(await repair(url, { number: "1号" })).toMatchObject({ status: 422 });
    // No change makes it repaired without a decision.
    const change = { version: 1, reason: "修复", status: "repaired" };
    expect(await registry.call("PATCH", url, { body: change })).toMatchObject({ status: 422 });
    await registry.call("PATCH", url, { body: { ...change, status: "withdrawn" } });
    expect(await repair(url)).toMatchObject(notRepairable);
  });
});

describe("what an inspection entered (article 31, 信用修复管理办法)", () => {
  const service = (url: string, body: object) =>
    registry.call("PUT", `${url}/repair`, { service: true, body });

  test("is repaired by that inspection, once, and stays so when the outcome is corrected later", async () => {
    const code = await registered();
    const inspection = "/api/v1/credit-records/inspections/019a0000-0000-7000-8000-0000000000ba";
    const { body: record } = await entered(inspection, code, "violation", 20);
    const url = `/api/v1/credit-records/${String(record["id"])}`;
    expect(await repair(url)).toMatchObject({ status: 409, body: { code: "credit/of-inspection" } });
    expect(await riskClass(code)).toBe("C");

    const first = await service(inspection, decision);
    expect(first).toMatchObject({ status: 200, body: { status: "repaired", version: 2 } });
    expect((await service(inspection, decision)).body).toEqual(first.body);
    expect(await riskClass(code)).toBe("B");
    const corrected = await entered(inspection, code, "violation-corrected", 22);
    expect(corrected.body).toMatchObject({ status: "repaired", version: 3, outcome: "violation-corrected" });
    expect(await riskClass(code)).toBe("B");
    expect(await statusesOf(url)).toEqual(["valid", "repaired", "repaired"]);
  });

  test("is repaired by the services' token alone; where nothing was entered there is nothing", async () => {
    const inspection = "/api/v1/credit-records/inspections/019a0000-0000-7000-8000-0000000000bb";
    expect(await service(inspection, decision)).toMatchObject({ status: 404 });
    expect(await registry.call("PUT", `${inspection}/repair`, { body: decision })).toMatchObject({
      status: 403,
      body: { code: "caller/not-service" },
    });
  });
});
