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
  const columns = "credit_code, name, address, legal_representative, category, updated_at";
  await other.write(`insert into registry.entity (${columns}) values ($1, $2, $3, $4, $5, now())`, [
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

describe("an entity that several authorities supervise (articles 3, 5, 15)", () => {
  type Body = ReturnType<typeof newEntity>;
  /** Registered by 芒市 and 梁河; the answers' version is 2. */
  const shared = async (): Promise<Body> => {
    const body = newEntity();
    for (const as of ["533103", "533122"])
      expect(await registry.call("POST", "/api/v1/entities", { as, body })).toMatchObject({ status: 201 });
    return body;
  };
  const change = ({ creditCode }: Body, as: string, version: number, fields: object) =>
    registry.call("PATCH", `/api/v1/entities/${creditCode}`, {
      as,
      body: { version, reason: "变更", ...fields },
    });
  const isListed = async ({ creditCode }: Body, as: string, query: string) => {
    const { body: list } = await registry.call("GET", `/api/v1/entities?${query}`, { as });
    return (list["items"] as Body[]).some((one) => one.creditCode === creditCode);
  };
  const isDrawn = async ({ creditCode }: Body, as: string) =>
    (await registry.call("GET", "/api/v1/snapshot/targets?kind=entity", { as, service: true })).text.includes(
      creditCode,
    );

  test("has a status with each: deregistered by one, it stays in the other's draws", async () => {
    const body = await shared();
    expect(
      await change(body, "533103", 2, { status: "deregistered", removalGround: "moved-away" }),
    ).toMatchObject({
      status: 200,
      body: { status: "deregistered", version: 3 },
    });
    expect([
      await isDrawn(body, "533103"),
      await isDrawn(body, "533122"),
      await isDrawn(body, "533100"),
    ]).toEqual([false, true, true]);
    for (const [as, status] of [
      ["533103", "deregistered"],
      ["533122", "active"],
    ] as const) {
      const { body: entry } = await registry.call("GET", `/api/v1/entities/${body.creditCode}`, { as });
      expect(entry["status"]).toBe(status);
      expect(await isListed(body, as, `status=${status}`)).toBe(true);
      const card = await registry.call("GET", `/api/v1/targets/entity/${body.creditCode}`, {
        as,
        service: true,
      });
      expect(card.body["status"]).toBe(status);
    }
    expect(
      await change(body, "533122", 3, { status: "deregistered", removalGround: "moved-away" }),
    ).toMatchObject({ status: 200 });
    expect(await isDrawn(body, "533100")).toBe(false);
  });

  test.each([
    ["name", "乙公司"],
    ["address", "瑞丽市"],
    ["legalRepresentative", "岩某"],
    ["category", "gas-supplier"],
  ])("is not changed by one of them alone: its %s", async (field, value) => {
    const body = await shared();
    for (const as of ["533103", "533122"])
      expect(await change(body, as, 2, { [field]: value, contactName: "他人" })).toMatchObject({
        status: 403,
        body: { code: "registry/shared", article: 5 },
      });
    const { body: entry } = await registry.call("GET", `/api/v1/entities/${body.creditCode}`);
    expect(entry).toMatchObject({ ...body, version: 2 });
  });

  test("keeps each one's contact its own; what stays as it is may be sent along", async () => {
    const body = await shared();
    const { name, category } = body;
    expect(await change(body, "533103", 2, { name, category, contactName: "线某" })).toMatchObject({
      status: 200,
      body: { contactName: "线某" },
    });
    const other = await registry.call("GET", `/api/v1/entities/${body.creditCode}`, { as: "533122" });
    expect(other.body).toMatchObject({ contactName: body.contactName, version: 3 });
  });

  test("is changed by their superior, who is named in its history, to all; not its status or contact", async () => {
    const body = await shared();
    for (const own of [{ status: "deregistered", removalGround: "closed" }, { contactName: "他人" }])
      expect(await change(body, "533100", 2, own)).toMatchObject({
        status: 403,
        body: { code: "authority/not-yours" },
      });
    expect(await change(body, "533100", 2, { name: "乙公司", category: "gas-supplier" })).toMatchObject({
      status: 200,
      body: { name: "乙公司", version: 3, contactPhone: null },
    });
    for (const as of ["533103", "533122"]) {
      const { body: entry } = await registry.call("GET", `/api/v1/entities/${body.creditCode}`, { as });
      expect(entry).toMatchObject({ name: "乙公司", contactName: body.contactName, status: "active" });
      expect(await isListed(body, as, "category=gas-supplier")).toBe(true);
      expect(await isListed(body, as, "category=builder")).toBe(false);
    }
    const { body: history } = await registry.call("GET", `/api/v1/entities/${body.creditCode}/history`, {
      as: "533124",
    });
    expect(history["items"]).toMatchObject([
      { version: 1, authority: "533103", actor: null, reason: null },
      // Who joined changed nothing that is shared.
      { version: 2, authority: null },
      { version: 3, authority: "533100", actor: null, reason: null, entry: { name: "乙公司" } },
    ]);
  });

  test("is changed by their superior in a sheet as well, which has a row of each; by no other, and not its contact", async () => {
    const body = await shared();
    const exported = async (as: string, text = body.creditCode) => {
      const answer = await registry.call("GET", `/api/v1/entities/export?format=csv&lang=en&q=${text}`, {
        as,
      });
      expect(answer, answer.text).toMatchObject({ status: 200 });
      return answer.text;
    };
    const take = (as: string, sheet: string) => registry.importFile("entities", sheet, { as });
    const counted = (changed: number, unchanged: number) => ({
      status: 200,
      body: { counts: { changed, unchanged, refused: 0 } },
    });
    const renamed = (sheet: string, name: string) => sheet.replaceAll(body.name, name);
    const sheet = await exported("533100");
    expect(sheet.trim().split("\n")).toHaveLength(3);
    expect(await take("533100", sheet)).toMatchObject(counted(0, 2));
    expect(await take("533100", renamed(sheet, "乙公司"))).toMatchObject(counted(1, 1));
    // Brought in again, or with one row left as it was exported.
    expect(await take("533100", renamed(sheet, "乙公司"))).toMatchObject(counted(0, 2));
    const [head = "", one = "", other = ""] = (await exported("533100")).split("\n");
    const half = [head, one.replace("乙公司", "丙公司"), other].join("\n");
    expect(await take("533100", half)).toMatchObject(counted(1, 1));
    for (const as of ["533103", "533122"])
      expect((await registry.call("GET", `/api/v1/entities/${body.creditCode}`, { as })).body).toMatchObject({
        name: "丙公司",
        version: 4,
        contactName: body.contactName,
      });
    const ofContact = (await exported("533100")).replace(body.contactName, "他人");
    expect(await take("533100", ofContact)).toMatchObject({
      status: 422,
      body: { errors: [{ row: 2, path: "id", fault: "of-another" }] },
    });
    const ofOne = (await exported("533103")).replace("丙公司", "丁公司");
    expect(await take("533103", ofOne)).toMatchObject({ status: 422, body: { errors: [{ row: 2 }] } });
  });

  test("is changed by its one supervisor as long as that is the only one; by no superior", async () => {
    const body = newEntity();
    await registry.call("POST", "/api/v1/entities", { body });
    expect(await change(body, "533100", 1, { name: "乙公司" })).toMatchObject({
      status: 403,
      body: { code: "authority/not-yours" },
    });
    expect(await change(body, "533103", 1, { name: "乙公司" })).toMatchObject({ status: 200 });
    const joined = { ...body, name: "乙公司" };
    expect(await registry.call("POST", "/api/v1/entities", { as: "533102", body: joined })).toMatchObject({
      status: 201,
    });
    expect(await change(body, "533103", 3, { name: "丙公司" })).toMatchObject({
      status: 403,
      body: { code: "registry/shared" },
    });
  });
});

describe("an entity that a second authority writes otherwise (articles 5, 10)", () => {
  test.each([
    ["（盈江）建筑公司", "(盈江)建筑公司"],
    ["德宏 ABC 公司", "德宏ａｂｃ公司"],
    ["葛\u{E0100}城公司", "葛城公司"],
  ])("is one by its folded name: %j and %j", async (first, second) => {
    const body = newEntity();
    await registry.call("POST", "/api/v1/entities", { body: { ...body, name: first } });
    const joined = await registry.call("POST", "/api/v1/entities", {
      as: "533102",
      body: { ...body, name: second, address: "芒市 勐焕街道" },
    });
    // It stands as it was first written.
    expect(joined).toMatchObject({ status: 201, body: { name: first, address: body.address } });
  });

  test("is one by the same permits, in whatever order they have their parts", async () => {
    const permits = [
      { validTo: "2028-12-31", validFrom: "2024-01-01", number: "D253001", kind: "施工资质" },
      { number: "D253002", kind: null, validFrom: null, validTo: null },
    ];
    const body = { ...newEntity(), permits };
    await registry.call("POST", "/api/v1/entities", { body });
    const joined = { ...body, permits: permits.toReversed() };
    expect(await registry.call("POST", "/api/v1/entities", { as: "533102", body: joined })).toMatchObject({
      status: 201,
    });
    // Nor is anything shared changed by whoever states them as they stand.
    const own = { permits, contactName: "岳某", reason: "更换联系人", version: 2 };
    expect(
      await registry.call("PATCH", `/api/v1/entities/${body.creditCode}`, { as: "533102", body: own }),
    ).toMatchObject({ status: 200 });
  });

  test("differs by what is registered, which the refusal says", async () => {
    const body = newEntity();
    await registry.call("POST", "/api/v1/entities", { body });
    const other = { ...body, name: "乙公司", category: "developer" };
    expect(await registry.call("POST", "/api/v1/entities", { as: "533102", body: other })).toMatchObject({
      status: 422,
      body: {
        errors: [
          { path: "/name", message: expect.stringContaining("与全州已登记的不一致：已登记为“甲公司”；") },
          { path: "/category", message: expect.stringContaining("已登记为“建筑施工企业”；") },
        ],
      },
    });
  });
});
