import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actionsIn, expectPolicy, type Representative } from "../../../infra/embedded/test-policy.ts";
import { makeCreditCode, makeIdNumber } from "../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "./testing/service.ts";

const actions = [
  "audit.read",
  "credit.repair",
  "events.read",
  "filter.write",
  "registry.read",
  "registry.write",
  "risk-table.write",
  "township.read",
] as const;
let registry: TestRegistry;
let routes: Readonly<Record<(typeof actions)[number], Representative>>;
let cells = 0;

/** An officer whom an authority registers. */
async function inspectorOf(as: string, serial: number): Promise<string> {
  const body = {
    kind: "officer",
    name: "线某",
    idNumber: makeIdNumber("1980-02-29", serial),
    types: ["quality"],
    specialties: [],
    certificateNumber: `YN-Z-${as}-90${serial}`,
    certificateValidFrom: "2024-01-01",
    certificateValidTo: "2028-12-31",
    unit: "住房和城乡建设局",
    phone: "17900000002",
  };
  const { body: created } = await registry.call("POST", "/api/v1/inspectors", { as, body });
  return `/api/v1/inspectors/${String(created["id"])}`;
}

/** A violation on record of an entity that an authority supervises. */
async function creditOf(as: string, serial: number): Promise<string> {
  const targetCode = makeCreditCode(as, serial);
  const entity = {
    creditCode: targetCode,
    name: `第${serial}建筑工程有限公司`,
    address: "团结大街",
    legalRepresentative: "刀某",
    category: "builder",
    contactName: "岳某",
    contactPhone: "17900000001",
  };
  await registry.call("POST", "/api/v1/entities", { as, body: entity });
  const body = { targetCode, kind: "violation", date: "2026-03-05", description: "擅自施工" };
  const { body: record } = await registry.call("POST", "/api/v1/credit-records", { as, body });
  return `/api/v1/credit-records/${String(record["id"])}/repair`;
}

beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  const path = { county: await inspectorOf("533103", 1), prefecture: await inspectorOf("533100", 2) };
  const records = { county: await creditOf("533103", 1), prefecture: await creditOf("533100", 2) };
  const decision = { number: "1号", decidedOn: "2026-11-01", reason: "已补办许可" };
  routes = {
    "audit.read": { method: "GET", path: "/api/v1/audit" },
    "events.read": { method: "GET", path: "/api/v1/events" },
    "credit.repair": { method: "POST", path: records, body: decision },
    // Of a query that is none: nothing is kept.
    "filter.write": {
      method: "POST",
      path: "/api/v1/filters",
      body: { register: "items", name: "甲", query: { colour: "red" } },
    },
    "registry.read": { method: "GET", path },
    // The rules are the prefecture's, for its counties as well: nothing is set.
    "risk-table.write": {
      method: "POST",
      path: "/api/v1/risk-table",
      body: {
        ...{ from: "2027-01-01", months: 24, ground: "调整分类规则" },
        rows: [{ riskClass: "B", of: null, atLeast: 0, without: [] }],
      },
      refused: { own: "authority/not-yours" },
    },
    "township.read": { method: "GET", path: "/api/v1/townships" },
    // Over a version that is not the entry's: nothing is written.
    "registry.write": { method: "PATCH", path, body: { version: 99, reason: "更正", unit: "另一单位" } },
  };
});
afterAll(async () => {
  process.stderr.write(`policy: ${cells} cells of the registry asserted\n`);
  await registry.close();
});

describe("the policy, as every role meets it at its own, a child's, a sibling's and a parent's entry (articles 3, 4)", () => {
  it("is asked for each action that the service has", async () => {
    expect(actionsIn((await registry.call("GET", "/openapi.json")).body)).toEqual(actions);
  });

  it.each(actions)("%s", async (action) => {
    cells += await expectPolicy(action, routes[action], (method, path, options) =>
      registry.call(method, path, options),
    );
  });
});
