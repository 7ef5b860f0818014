import { importSources } from "@shuangsui/contracts";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

let serial = 870_000;
const firm = (name = "甲公司") => ({
  ...{ creditCode: makeCreditCode("533103", (serial += 1)), name, address: "勐焕街道", category: "builder" },
  ...{ legalRepresentative: "刀某", contactName: "岳某", contactPhone: "17900000001" },
});
const send = (query: string, rows: readonly object[], key: string = randomUUID()) =>
  registry.call("POST", `/api/v1/imports?register=entities&${query}`, {
    raw: Buffer.from(JSON.stringify(rows)),
    headers: { "content-type": "application/json", "idempotency-key": key },
  });
/** Sends changes of a source and has them applied, as far as they can be. */
async function brought(query: string, rows: readonly object[]): Promise<string> {
  const { status, body, text } = await send(query, rows);
  expect(status, text).toBe(202);
  const input = { id: String(body["id"]), authority: "533103" };
  await registry.carrier.read(input);
  await registry.carrier.apply(input);
  return String((await registry.call("GET", `/api/v1/imports/${input.id}`)).body["state"]);
}
const placeOf = async (source: string) =>
  importSources
    .parse((await registry.call("GET", "/api/v1/import-sources")).body)
    .items.find((one) => one.source === source)?.cursor;

test("another system sends what changed in it since the place that it had come to, and goes on there (article 13)", async () => {
  const source = encodeURIComponent("市场监管系统");
  const first = firm();
  // Given its first changes, the place moves with what is applied
  expect(await brought(`source=${source}&cursor=0001&apply=all`, [first, firm("乙公司")])).toBe("applied");
  expect(await placeOf("市场监管系统")).toBe("0001");
  // When it sends them again from the beginning, or from a place that it had not come to, it is told where it stands
  for (const place of ["cursor=0002", "after=0000&cursor=0002"]) {
    const refused = await send(`source=${source}&${place}&apply=all`, [firm()]);
    expect(refused).toMatchObject({ status: 409, body: { code: "import/cursor-moved", detail: "0001" } });
  }
  // Then what changed since comes in: an entry by its code and version, row by row where it says so.
  const changed = { ...first, name: "甲建筑公司", version: 1 };
  expect(
    await brought(`source=${source}&after=0001&cursor=0002&apply=rows`, [changed, { name: "无代码" }]),
  ).toBe("applied");
  expect((await registry.call("GET", `/api/v1/entities/${first.creditCode}`)).body).toMatchObject({
    name: "甲建筑公司",
    version: 2,
  });
  expect(await placeOf("市场监管系统")).toBe("0002");
});

test("a place moves only with what is applied, and one import of a source at a time", async () => {
  const of = "source=permits&cursor=7&apply=all";
  // Given rows that are refused as a whole
  expect(await brought(of, [{ name: "无代码" }])).toBe("refused");
  expect(await placeOf("permits")).toBeUndefined();
  // When several are sent at once, one is taken in.
  const sent = await Promise.all([1, 2, 3].map(() => send(of, [firm()])));
  expect(sent.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([202, 409, 409]);
  const taken = sent.find(({ status }) => status === 202);
  const busy = sent.find(({ status }) => status === 409);
  expect(busy?.body).toMatchObject({ code: "import/source-busy", detail: taken?.body["id"] });
  // Then what is cancelled leaves the place where it was.
  const cancelled = await registry.call("POST", `/api/v1/imports/${String(taken?.body["id"])}/cancel`, {
    body: {},
  });
  expect(cancelled.status).toBe(200);
  expect(await brought(of, [firm()])).toBe("applied");
  expect(await placeOf("permits")).toBe("7");
  // Another register and another authority have places of their own.
  expect((await registry.call("GET", "/api/v1/import-sources", { as: "533102" })).body).toEqual({
    items: [],
  });
});

test.each(["source=permits", "cursor=7", "after=7", "source=permits&after=7"])(
  "a source goes with the place up to which its changes are: %s is refused",
  async (query) => {
    expect(await send(query, [firm()])).toMatchObject({ status: 422, body: { code: "body/invalid" } });
  },
);

test("the same request again is the same import", async () => {
  const key = randomUUID();
  const rows = [firm()];
  const [first, again] = [
    await send("source=a&cursor=1", rows, key),
    await send("source=a&cursor=1", rows, key),
  ];
  expect(again.body["id"]).toBe(first.body["id"]);
  expect((await send("source=a&cursor=2", rows, key)).body).toMatchObject({ code: "command/key-reused" });
});
