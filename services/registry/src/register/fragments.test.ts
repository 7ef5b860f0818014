import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readOnly } from "@shuangsui/service-kit";
import { connected } from "../../../../infra/embedded/database.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";
import { steeredClock } from "@shuangsui/clock";
import { createCipher } from "../secrecy/cipher.ts";
import { registersOf } from "../registers.ts";
import { entriesOf } from "./entries.ts";
import { conditionsOf } from "./conditions.ts";
import { listRows } from "./lists.ts";
import type { Narrowing } from "./narrowing.ts";
import { named, placed } from "./narrow.ts";
import type { Row } from "./row.ts";

let registry: TestRegistry;
const size = 60_000;
const limit = 50;
/** Each has a third, by its name, and codes that come after those of the one before; every 400th firm of one supplies gas. */
const counties = [
  ["533102", "瑞丽"],
  ["533103", "芒市"],
  ["533123", "盈江"],
] as const;

beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  const of = (values: readonly string[]) => `(array['${values.join("','")}'])[1 + (g * 3 - 3) / ${size}]`;
  const authority = of(counties.map(([code]) => code));
  const name = `${of(counties.map(([, place]) => place))} || '第' || g || case g % 400 when 0 then '燃气' else '建筑' end || '公司'`;
  const township = `${authority} || (101 + g % 9)`;
  const code = `'91' || ${authority} || lpad(g::text, 10, '0')`;
  await connected(registry.fresh.superUrl, async (client) => {
    // Without triggers, which would do for each row what is done here.
    await client.query("set session_replication_role = replica");
    const each = `from generate_series(1, ${size}) as g`;
    for (const statement of [
      `entity (credit_code, name, address, legal_representative, category, territory, version, updated_at, words)
        select ${code}, ${name}, 'a', '刀某', 'builder', ${township}, 1, now(), ${name}`,
      `entity_supervision (id, authority, credit_code, category, status, contact_name, contact_phone, name, words, territory, updated_at)
        select uuidv7(), ${authority}, ${code}, 'builder', 'active', 'c', 'p', ${name}, ${name}, ${township}, now()`,
    ])
      await client.query(`insert into registry.${statement} ${each}`);
    await client.query("vacuum analyze");
  });
}, 240_000);
afterAll(() => registry.close());

/** A page of the market entities, how many there are, and how many rows were read for it. */
const listed = (viewer: string, narrowings: readonly Narrowing[], column: "code" | "name" = "code") =>
  registry.database.as(
    viewer,
    async (work) => {
      const read = async () => {
        const { rows } = await sql<{ read: number }>`
          select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::integer as read
          from pg_stat_xact_user_tables where relname in ('entity', 'entity_supervision')`.execute(work);
        return rows[0]?.read ?? 0;
      };
      const conditions = await conditionsOf(work, viewer, narrowings, "2026-11-02");
      const before = await read();
      const { rows, count } = await listRows<Row & { code: string }>(
        work,
        { relation: "entity_entry", listed: "entity_key", subjectOf: ({ code }) => code },
        { conditions, order: { column, descending: false }, after: undefined, limit },
        { narrowings, isCounted: true },
      );
      return { rows, count, read: (await read()) - before };
    },
    readOnly,
  );

const all = { number: 1_000, isMore: true };
const first = (authority: string, number: number) => `91${authority}${String(number).padStart(10, "0")}`;

describe.each(["533100", "533123"])("a search of 60,000 entities, asked by %s", (viewer) => {
  test.each([
    ["a place that all of the last county's names begin with", named("盈江"), all, first("533123", 40_001)],
    ["that place and what follows in all of them", named("盈江第"), all, first("533123", 40_001)],
    [
      "a place with a seldom trade",
      [...named("盈江"), ...named("燃气")],
      { number: 50, isMore: false },
      first("533123", 40_400),
    ],
    ["a township", placed("533123104"), all, first("533123", 40_008)],
    [
      "a township with a trade",
      [...placed("533123101"), ...named("燃气")],
      { number: 5, isMore: false },
      first("533123", 43_200),
    ],
  ] as const)("reads few rows for %s", async (_name, narrowings, count, code) => {
    for (const column of ["code", "name"] as const) {
      const found = await listed(viewer, narrowings, column);
      expect(found.count).toEqual(count);
      expect(found.rows.length).toBe(Math.min(limit + 1, count.isMore ? limit + 1 : count.number));
      expect(new Set(found.rows.map(({ authority }) => authority))).toEqual(new Set(["533123"]));
      expect(found.read).toBeLessThan(12_000);
      if (column === "code") expect(found.rows[0]).toMatchObject({ code });
    }
  });
});

describe("a list of 60,000 entities that is counted to its end", () => {
  const counted = async (viewer: string, query: object, countWithinMs?: number) => {
    const { database, keyring } = registry;
    const { entities } = registersOf(createCipher(keyring));
    const clock = steeredClock(async () => Date.parse("2026-11-02T02:00:00.000Z"));
    const limited = countWithinMs === undefined ? {} : { countWithinMs };
    const asked = entities.query.parse({ limit: "1", count: "exact", ...query });
    const { list } = entriesOf(entities, { database, clock, ...limited });
    return (await list({ authority: viewer, roles: [] }, asked, undefined)).count;
  };

  test.each([
    ["all", {}, size, 20_000],
    ["those of one authority", { authority: "533123" }, 20_000, 20_000],
    ["those of another, which a county does not see", { authority: "533102" }, 20_000, 0],
    ["what all are called", { q: "公司" }, size, 20_000],
    ["what those of one county are called", { q: "盈江" }, 20_000, 20_000],
    ["a seldom trade", { q: "燃气" }, 150, 50],
    ["a township", { place: "533123104" }, 2_222, 2_222],
    ["a class that most are of", { riskClass: "B" }, size, 20_000],
  ] as const)("has, of %s, so many as its reader may see", async (_name, query, ofPrefecture, ofCounty) => {
    expect(await counted("533100", query)).toEqual({ number: ofPrefecture, isMore: false });
    expect(await counted("533123", query)).toEqual({ number: ofCounty, isMore: false });
  });

  test("is only said to have more where that would take too long, or where no more is asked", async () => {
    expect(await counted("533100", { q: "公司" }, 1)).toEqual(all);
    expect(await counted("533100", { count: "true" })).toEqual(all);
    expect(await counted("533100", { count: "false" })).toBeUndefined();
  });
});
