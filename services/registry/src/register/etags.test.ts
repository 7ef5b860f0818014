import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

let serial = 0;
/** The address of a new entity. */
async function entity(): Promise<string> {
  const creditCode = makeCreditCode("533103", 500_000 + (serial += 1));
  const body = {
    creditCode,
    name: `芒市第${serial}建筑公司`,
    address: "芒市",
    legalRepresentative: "刀某",
    category: "builder",
    contactName: "岳某",
    contactPhone: "0692-8123456",
  };
  expect(await registry.call("POST", "/api/v1/entities", { body })).toMatchObject({ status: 201 });
  return `/api/v1/entities/${creditCode}`;
}
const read = (path: string, headers: Record<string, string> = {}) => registry.call("GET", path, { headers });
const change = (path: string, version: number, ifMatch?: string) =>
  registry.call("PATCH", path, {
    body: { version, reason: "更正", address: `芒市团结大街${version}号` },
    ...(ifMatch === undefined ? {} : { headers: { "if-match": ifMatch } }),
  });

describe("an entry of a register (article 15)", () => {
  it("is not sent again while it is the version that was read", async () => {
    const path = await entity();
    const etag = String((await read(path)).headers["etag"]);
    expect(etag).toMatch(/^"1\./);
    expect(await read(path, { "if-none-match": etag })).toMatchObject({ status: 304, text: "" });
    await change(path, 1);
    const changed = await read(path, { "if-none-match": etag });
    expect(changed).toMatchObject({ status: 200, body: { version: 2 } });
    expect(changed.headers["etag"]).not.toBe(etag);
  });

  it("is changed where If-Match names the version that it is, and refused where somebody was first", async () => {
    const path = await entity();
    const etag = String((await read(path)).headers["etag"]);
    const changed = await change(path, 1, etag);
    expect(changed).toMatchObject({ status: 200, body: { version: 2 } });
    expect(changed.headers["etag"]).toMatch(/^"2\./);
    const late = { status: 412, body: { code: "version/changed" } };
    expect(await change(path, 1, etag)).toMatchObject(late);
    expect(await change(path, 2, etag)).toMatchObject(late);
    expect(await change(path, 2, "2")).toMatchObject(late);
    expect(await change(path, 1)).toMatchObject({ status: 409, body: { code: "registry/version-conflict" } });
    expect(await change(path, 2, '"2"')).toMatchObject({ status: 200 });
  });
});
