import { afterAll, beforeAll, expect, test } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { makeIdNumber, makePhone } from "../../../../infra/sample/codes.ts";
import { fieldKey, startRegistry, type TestRegistry } from "../testing/service.ts";

const nextKey = "ff".repeat(32);
let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

const inspector = (serial: number) => ({
  kind: "officer",
  name: "线某",
  idNumber: makeIdNumber("1980-02-29", serial),
  types: ["quality"],
  specialties: [],
  certificateNumber: `YN-Z-533103-8${serial}`,
  certificateValidFrom: "2024-01-01",
  certificateValidTo: "2028-12-31",
  unit: "芒市住房和城乡建设局",
  phone: makePhone(serial),
});
const register = (serial: number) => registry.call("POST", "/api/v1/inspectors", { body: inspector(serial) });
async function registered(serial: number): Promise<string> {
  const { status, body } = await register(serial);
  expect(status).toBe(201);
  return `/api/v1/inspectors/${String(body["id"])}`;
}
const numbersOf = async (url: string) => {
  const { idNumber, phone } = (await registry.call("GET", url)).body;
  return { idNumber, phone };
};
const written = ({ idNumber, phone }: ReturnType<typeof inspector>) => ({ idNumber, phone });

test("a number moved to another person's row, or to that person's other column, is not shown as theirs (article 14)", async () => {
  const [one, other] = [await registered(1), await registered(2)];
  const move = (sql: string) =>
    connected(registry.fresh.superUrl, (client) =>
      client.query(sql, [one.split("/").at(-1), other.split("/").at(-1)]),
    );
  await move(
    `update registry.inspector set phone = (select phone from registry.inspector where id = $2) where id = $1`,
  );
  expect(await registry.call("GET", one)).toMatchObject({ status: 500, body: { code: "internal" } });
  await move(`update registry.inspector set id_number = phone where id = $2 and $1::uuid is not null`);
  expect(await registry.call("GET", other)).toMatchObject({ status: 500, body: { code: "internal" } });
});

test("after a change of the master key persons are read, found again and changed as before, their history too (articles 14, 15)", async () => {
  await registry.startAgain(fieldKey);
  const url = await registered(3);
  await registry.startAgain(`k2:${nextKey},k1:${fieldKey}`);
  expect(await numbersOf(url)).toEqual(written(inspector(3)));
  expect(await register(3)).toMatchObject({ status: 409, body: { code: "registry/duplicate" } });
  const change = { version: 1, reason: "换号", phone: makePhone(33) };
  expect((await registry.call("PATCH", url, { body: change })).body).toMatchObject({ phone: makePhone(33) });
  expect(await numbersOf(url)).toEqual({ ...written(inspector(3)), phone: makePhone(33) });
  expect((await registry.call("GET", `${url}/history`)).body["items"]).toMatchObject([
    { version: 1, entry: { phone: makePhone(3) } },
    { version: 2, entry: { phone: makePhone(33) } },
  ]);
});

test("without the master key under which they were wrapped the registry does not start, instead of showing nothing", async () => {
  await registry.startAgain(fieldKey);
  await expect(registry.startAgain(`k2:${nextKey}`)).rejects.toThrow('there is no key "k1"');
});
