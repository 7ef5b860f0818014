import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { meanwhile } from "../testing/meanwhile.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

let serial = 0;
const newEntity = () => ({
  creditCode: makeCreditCode("533103", 700_000 + (serial += 1)),
  name: "甲公司",
  address: "芒市勐焕街道",
  legalRepresentative: "刀某",
  category: "builder",
  contactName: "岳某",
  contactPhone: "17900000001",
});
/** Has another authority's transaction register the entity, not committed yet. */
const registering = async ({
  creditCode,
  name,
  address,
  legalRepresentative,
  category,
}: ReturnType<typeof newEntity>) => {
  const other = await meanwhile(registry);
  await other.write("insert into registry.entity values ($1, $2, $3, $4, $5, 'active', 1, now())", [
    creditCode,
    name,
    address,
    legalRepresentative,
    category,
  ]);
  return other;
};

describe("an entity that two authorities register at once (article 5)", () => {
  test("otherwise than the one who came first is refused, as a moment later", async () => {
    const body = newEntity();
    const first = await registering(body);
    const second = registry.call("POST", "/api/v1/entities", {
      as: "533102",
      body: { ...body, name: "乙公司", address: "瑞丽" },
    });
    await first.waitedFor(1);
    await first.commit();
    expect(await second).toMatchObject({
      status: 422,
      body: { code: "body/invalid", errors: [{ path: "/name" }, { path: "/address" }] },
    });
    const { body: entry } = await registry.call("GET", `/api/v1/entities/${body.creditCode}`, {
      as: "533102",
    });
    expect(entry).toMatchObject({ name: "甲公司", authority: null, version: 1 });
  });

  test("alike gains the second as a supervisor", async () => {
    const body = newEntity();
    const first = await registering(body);
    const second = registry.call("POST", "/api/v1/entities", { as: "533102", body });
    await first.waitedFor(1);
    await first.commit();
    expect(await second).toMatchObject({ status: 201, body: { ...body, authority: "533102", version: 2 } });
  });
});

test("an entity's last change is when its last supervisor joined, in the answer as in what is read later", async () => {
  const body = newEntity();
  const created = await registry.call("POST", "/api/v1/entities", { body });
  const joined = await registry.call("POST", "/api/v1/entities", { as: "533102", body });
  expect(joined.body["updatedAt"]).not.toBe(created.body["updatedAt"]);
  const url = `/api/v1/entities/${body.creditCode}`;
  expect((await registry.call("GET", url, { as: "533102" })).body).toEqual(joined.body);
  const history = await registry.call("GET", `${url}/history`, { as: "533102" });
  expect(history.body["items"]).toMatchObject([{}, { at: joined.body["updatedAt"], entry: joined.body }]);
});

test("each supervisor's list is narrowed by what the entity is now, whoever changed it", async () => {
  const body = newEntity();
  const created = await registry.call("POST", "/api/v1/entities", { body });
  const change = async (version: number, fields: object) =>
    registry.call("PATCH", `/api/v1/entities/${String(created.body["id"])}`, {
      body: { version, reason: "变更", ...fields },
    });
  expect(await change(1, { status: "deregistered" })).toMatchObject({ status: 200 });
  // Registered as active, joined as the prefecture has it.
  expect(await registry.call("POST", "/api/v1/entities", { as: "533122", body })).toMatchObject({
    status: 201,
    body: { status: "deregistered" },
  });
  const listed = async (as: string, query: string) => {
    const { body: list } = await registry.call("GET", `/api/v1/entities?${query}`, { as });
    return (list["items"] as { creditCode: string }[]).some(
      ({ creditCode }) => creditCode === body.creditCode,
    );
  };
  for (const as of ["533103", "533122", "533100"]) {
    expect(await listed(as, "status=deregistered")).toBe(true);
    expect(await listed(as, "status=active")).toBe(false);
  }
  expect(await change(3, { status: "active", category: "gas-supplier" })).toMatchObject({ status: 200 });
  for (const as of ["533103", "533122", "533100"]) {
    expect(await listed(as, "status=active&category=gas-supplier")).toBe(true);
    expect(await listed(as, "category=builder")).toBe(false);
  }
});
