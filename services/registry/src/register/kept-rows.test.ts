import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readOnly } from "@shuangsui/service-kit";
import { connected } from "../../../../infra/embedded/database.ts";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import type { EntityRow } from "../entities/tables.ts";
import { startRegistry, type CallOptions, type TestRegistry } from "../testing/service.ts";
import { keptRows } from "./kept-rows.ts";

const phone = "17900000001";
let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

let serial = 0;
/** The code of a new entity of 芒市. */
async function entity(): Promise<string> {
  const creditCode = makeCreditCode("533103", 510_000 + (serial += 1));
  const body = {
    ...{ creditCode, name: `芒市第${serial}建筑公司`, address: "芒市", legalRepresentative: "刀某" },
    ...{ category: "builder", contactName: "岳某", contactPhone: phone },
  };
  expect(await registry.call("POST", "/api/v1/entities", { body })).toMatchObject({ status: 201 });
  return creditCode;
}
const read = (code: string, options: CallOptions = {}) =>
  registry.call("GET", `/api/v1/entities/${code}`, options);
const asSuperuser = (statement: string, values: readonly string[]) =>
  connected(registry.fresh.superUrl, (client) => client.query(statement, [...values]));
const kept = () => keptRows<EntityRow>("entity_entry", "entity_standing");
const findIn = (rows: ReturnType<typeof kept>, viewer: string, code: string) =>
  registry.database.as(
    viewer,
    async (work) => (await rows.find(work, "code", viewer, [code])).get(code),
    readOnly,
  );

describe("a row that was read before", () => {
  it("is the very same while nobody has written it, and another once somebody has", async () => {
    const code = await entity();
    const rows = kept();
    const first = await findIn(rows, "533103", code);
    expect(first).toMatchObject({ code, authority: "533103" });
    expect(await findIn(rows, "533103", code)).toBe(first);
    await asSuperuser("update registry.entity set address = '改' where credit_code = $1", [code]);
    const second = await findIn(rows, "533103", code);
    expect(second).toMatchObject({ address: "改" });
    await asSuperuser("update registry.entity_supervision set contact_name = '改' where credit_code = $1", [
      code,
    ]);
    expect(await findIn(rows, "533103", code)).toMatchObject({ address: "改", contact_name: "改" });
  });

  it("is nobody's to see who may not: row security is asked each time (article 5)", async () => {
    const code = await entity();
    const rows = kept();
    expect(await findIn(rows, "533103", code)).toBeDefined();
    expect(await findIn(rows, "533102", code)).toBeUndefined();
    expect(await findIn(rows, "533100", code)).toMatchObject({ code });
  });

  it("is gone with its row", async () => {
    const code = await entity();
    const rows = kept();
    await findIn(rows, "533103", code);
    await asSuperuser("delete from registry.entity_supervision where credit_code = $1", [code]);
    expect(await findIn(rows, "533103", code)).toBeUndefined();
  });
});

describe("an entity that is read again and again (articles 10, 15)", () => {
  it("shows each change at once, by whomever it was made", async () => {
    const code = await entity();
    const etag = (await read(code)).headers["etag"];
    expect((await read(code)).headers["etag"]).toBe(etag);
    const change = { version: 1, reason: "迁址", address: "芒市团结大街2号" };
    await registry.call("PATCH", `/api/v1/entities/${code}`, { body: change });
    expect(await read(code)).toMatchObject({ body: { version: 2, address: "芒市团结大街2号" } });
    // As another process of the service would.
    await asSuperuser("update registry.entity set address = '芒市3号' where credit_code = $1", [code]);
    const changed = await read(code);
    expect(changed).toMatchObject({ body: { address: "芒市3号" } });
    expect(changed.headers["etag"]).not.toBe(etag);
  });

  it("shows its phone to whom it is shown, and a mask to others, whoever has read it before (article 12)", async () => {
    const code = await entity();
    const masked = { contactPhone: "*******0001", contactPhoneDialled: ["*******0001"] };
    for (let time = 0; time < 2; time += 1) {
      expect(await read(code)).toMatchObject({ body: { contactPhone: phone, contactPhoneDialled: [phone] } });
      expect(await read(code, { roles: ["auditor"], actor: "p-2" })).toMatchObject({ body: masked });
      expect(await read(code, { as: "533100", roles: ["auditor"], actor: "p-3" })).toMatchObject({
        body: masked,
      });
    }
  });

  it("tells another authority no more than that it is there, once its own has read all of it (article 5)", async () => {
    const code = await entity();
    await read(code);
    for (let time = 0; time < 2; time += 1)
      expect(await read(code, { as: "533102" })).toMatchObject({
        body: { id: null, authority: null, contactName: null, contactPhone: null, status: null },
      });
  });

  it("is looked at each time on record, the second time too (article 33)", async () => {
    const code = await entity();
    const looks = async () => {
      const { rows } = await connected(registry.fresh.superUrl, (client) =>
        client.query<{ looks: number }>(
          "select coalesce(sum(coalesce((after ->> 'count')::integer, 1)), 0)::integer as looks from registry.audit where subject = $1 and action = 'entities/looked'",
          [code],
        ),
      );
      return rows[0]?.looks;
    };
    for (let time = 0; time < 3; time += 1) await read(code);
    await read(code, { roles: ["auditor"], actor: "p-2" });
    await expect.poll(looks, { timeout: 10_000 }).toBe(3);
  });
});
