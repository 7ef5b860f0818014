import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeIdNumber } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

async function registered(as: string, serial: number, name: string): Promise<string> {
  const body = {
    ...{ kind: "officer", name, idNumber: makeIdNumber("1980-02-29", serial), types: ["quality"] },
    ...{ specialties: [], certificateNumber: `YN-Z-${as}-80${serial}`, unit: "住房和城乡建设局" },
    ...{ certificateValidFrom: "2024-01-01", certificateValidTo: "2028-12-31", phone: "17900000002" },
  };
  return String((await registry.call("POST", "/api/v1/inspectors", { as, body })).body["id"]);
}

describe("the names of inspectors", () => {
  it("are read by one call, of the own authority and its subordinates, and with nothing else (article 14)", async () => {
    const [county, above] = [await registered("533103", 1, "线某"), await registered("533100", 2, "刀某")];
    const path = `/api/v1/inspectors/names?ids=${county},${above},${randomUUID()}`;
    const namedFor = async (as: string) => (await registry.call("GET", path, { as })).body["items"];
    expect(await namedFor("533103")).toEqual([{ id: county, name: "线某", unit: "住房和城乡建设局" }]);
    expect(await namedFor("533100")).toHaveLength(2);
    expect(await namedFor("533102")).toEqual([]);
    const asExpert = await registry.call("GET", path, { as: "533103", roles: ["expert"] });
    expect(asExpert.status).toBe(403);
  });
});
