import { registerKind } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleFiles } from "../../../infra/sample/generate.ts";
import { workbookOf } from "../../../infra/sample/workbook.ts";
import { xlsx } from "./testing/workbooks.ts";
import { startRegistry, type TestRegistry } from "./testing/service.ts";

let registry: TestRegistry;

beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  for (const [authority, files] of sampleFiles())
    for (const kind of registerKind.options) {
      const workbook = await workbookOf(kind, files[`${kind}.csv`] ?? "");
      const answer = await registry.importFile(kind, Buffer.from(workbook), { as: authority, type: xlsx });
      expect(answer, `${authority} ${kind}: ${answer.text.slice(0, 600)}`).toMatchObject({ status: 200 });
    }
}, 60_000);
afterAll(() => registry.close());

const lines = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const snapshot = async (path: string, as: string) =>
  lines((await registry.call("GET", `/api/v1/snapshot/${path}`, { as, service: true })).text);

describe("the sample's registries, imported as a user would by workbooks with Chinese headings", () => {
  test("are the targets that each authority supervises, sorted by code, with their classes", async () => {
    const county = await snapshot("targets?kind=entity", "533103");
    expect(county).toHaveLength(480);
    expect(county.map((line) => line["code"])).toEqual(
      county
        .map((line) => String(line["code"]))
        .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
    const share = (riskClass: string) => county.filter((line) => line["riskClass"] === riskClass).length;
    expect([share("A"), share("B"), share("C"), share("D")]).toEqual([168, 216, 72, 24]);
    expect(await snapshot("targets?kind=entity", "533100")).toHaveLength(1200);
    expect(await snapshot("targets?kind=project", "533100")).toHaveLength(150);
    const gas = await snapshot("targets?kind=entity&categories=gas-supplier,testing-lab", "533103");
    expect(new Set(gas.map((line) => line["category"]))).toEqual(new Set(["gas-supplier", "testing-lab"]));
  });

  test("hold the authority's own inspectors with valid certificates, and their conflicts", async () => {
    const inspectors = await snapshot("inspectors", "533102");
    expect(inspectors).toHaveLength(11);
    expect(inspectors.map((line) => line["id"])).toEqual(
      inspectors.map((line) => String(line["id"])).toSorted(),
    );
    expect(await snapshot("inspectors", "533100")).toHaveLength(10);
    expect(await snapshot("conflicts", "533103")).toHaveLength(20);
  });

  test("give the items by their codes, in force today", async () => {
    const { body } = await registry.call("GET", "/api/v1/items/by-codes?codes=533103-01,533103-12,none", {
      service: true,
    });
    expect(body["items"]).toMatchObject([
      { code: "533103-01", inForce: true, version: 1 },
      { code: "533103-12", inForce: true },
    ]);
  });
});
