import { createLogger, startAuditLinker, type AuditLinker } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

const county = "533103";
const prefecture = "533100";
let now = "2026-11-02T02:00:00.000Z";
let registry: TestRegistry;
let serial = 0;
let linker: AuditLinker;
beforeAll(async () => {
  registry = await startRegistry(() => now);
  const logger = createLogger("test", "silent");
  linker = startAuditLinker({ database: registry.database, logger }, { restsMs: 20 });
});
afterAll(async () => {
  await linker.stop();
  await registry.close();
});

const row = (riskClass: string, of: string | null, atLeast: number, without: readonly string[] = []) => ({
  ...{ riskClass, of, atLeast, without },
});
/** One violation is D already, and three years count. */
const strict = {
  from: "2027-01-01",
  months: 36,
  ground: "德宏州住建局信用分类办法（2026 年修订）",
  rows: [row("D", "violations", 1), row("A", "honest", 2, ["samr-d"]), row("B", null, 0)],
};
const set = (body: object, as = prefecture) => registry.call("POST", "/api/v1/risk-table", { as, body });
const tables = async () =>
  (await registry.call("GET", "/api/v1/risk-table", { as: null })).body["items"] as object[];
/** A registered firm with records of these kinds, by the days on which they are of. */
const firm = async (records: Readonly<Record<string, string>> = {}) => {
  const creditCode = makeCreditCode(county, (serial += 1));
  const entity = {
    ...{ creditCode, name: `第${serial}建筑工程有限公司`, address: "团结大街" },
    ...{ legalRepresentative: "刀某", category: "builder" },
    ...{ contactName: "岳某", contactPhone: "17900000001" },
  };
  const made = [
    await registry.call("POST", "/api/v1/entities", { as: county, body: entity }),
    ...(await Promise.all(
      Object.entries(records).map(([kind, date]) =>
        registry.call("POST", "/api/v1/credit-records", {
          as: county,
          body: { targetCode: creditCode, kind, date, description: "情况" },
        }),
      ),
    )),
  ];
  expect(made.map(({ status }) => status)).toEqual(made.map(() => 201));
  return creditCode;
};
const explained = async (code: string) =>
  (await registry.call("GET", `/api/v1/risk-classes/entity/${code}`, { as: county })).body;
const listed = async (riskClass: string) =>
  (
    (await registry.call("GET", `/api/v1/entities?riskClass=${riskClass}&limit=500`, { as: county })).body[
      "items"
    ] as { creditCode: string }[]
  ).map(({ creditCode }) => creditCode);

describe("the rules of risk classes (article 21)", () => {
  test("are a prefecture's, for its counties as well; what would change is told before they are set", async () => {
    const [violator, old, honest] = [
      await firm({ violation: "2026-03-05" }),
      await firm({ violation: "2024-06-01" }),
      await firm({ honest: "2026-03-05" }),
    ];
    await firm();
    expect(await set(strict, county)).toMatchObject({ status: 403, body: { code: "authority/not-yours" } });
    const before = await tables();
    const preview = await set({ ...strict, dryRun: true });
    expect(preview, preview.text).toMatchObject({
      status: 200,
      body: { table: { authority: prefecture, version: 2, from: "2027-01-01" }, targets: 4 },
    });
    expect(preview.body["changes"]).toHaveLength(3);
    expect(preview.body["changes"]).toEqual(
      expect.arrayContaining([
        { kind: "entity", from: "C", to: "D", count: 1 },
        { kind: "entity", from: "B", to: "D", count: 1 },
        { kind: "entity", from: "A", to: "B", count: 1 },
      ]),
    );
    expect(await tables()).toEqual(before);

    const done = await set(strict);
    expect(done.body).toEqual(preview.body);
    expect((await set(strict)).body).toEqual(done.body);
    const { dryRun: _, ...version } = { dryRun: false, ...strict };
    expect(await tables()).toEqual([{ authority: prefecture, version: 2, ...version }, ...before]);
    expect(before).toMatchObject([{ authority: "000000", version: 1, from: "2026-01-01", months: 24 }]);

    // Until they begin those before hold.
    expect(await explained(violator)).toMatchObject({ riskClass: "C", table: 1, since: "2024-11-02" });
    expect(await listed("D")).toEqual([]);
    now = "2026-12-31T16:00:00.000Z";
    expect(await explained(violator)).toMatchObject({
      ...{ riskClass: "D", table: 2, months: 36, since: "2024-01-01" },
      because: [{ reason: "violations", atLeast: 1, count: 1 }],
    });
    expect((await listed("D")).toSorted()).toEqual([violator, old].toSorted());
    expect(await explained(honest)).toMatchObject({ riskClass: "B", table: 2 });
    const lines = (
      await registry.call("GET", "/api/v1/snapshot/targets?kind=entity", { as: county, service: true })
    ).text;
    expect(lines).toContain(JSON.stringify({ code: old, riskClass: "D", category: "builder" }));
  });

  test("begin on a day to come, have a row for all others, and are never changed once set", async () => {
    now = "2027-03-01T02:00:00.000Z";
    for (const [change, path, fault] of [
      [{ from: "2027-03-01" }, "/from", "day-too-early"],
      [{ rows: strict.rows.slice(0, 2) }, "/rows", "risk-rows"],
      [{ rows: [row("B", null, 0), row("B", null, 0)] }, "/rows", "risk-rows"],
    ] as const)
      expect(await set({ ...strict, from: "2028-01-01", ...change }), path).toMatchObject({
        status: 422,
        body: { errors: [{ path, fault }] },
      });
    for (const statement of ["update risk_table set months = 1", "delete from risk_table"])
      await expect(
        registry.database.as(prefecture, (work) => sql.raw(statement).execute(work)),
      ).rejects.toThrow(/permission denied/);
    await expect(
      registry.database.as(county, (work) =>
        work
          .insertInto("risk_table")
          .values({
            ...{ authority: prefecture, version: 9, valid_from: "2027-01-01", months: 1, rows: "[]" },
            ...{ ground: "x", actor: "official-1", at: new Date(now) },
          })
          .execute(),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  test("leave who set them in the audit trail", async () => {
    const found = async () =>
      (await registry.call("GET", "/api/v1/audit?action=risk-table/changed", { as: prefecture })).body[
        "items"
      ];
    await expect.poll(found, { timeout: 20_000 }).toHaveLength(1);
    expect(await found()).toMatchObject([
      {
        ...{ action: "risk-table/changed", actor: "official-1", subject: "2" },
        after: { version: 2, from: "2027-01-01", months: 36, rows: JSON.stringify(strict.rows) },
      },
    ]);
  });
});
