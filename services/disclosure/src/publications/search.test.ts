import { createLogger, openDatabase, systemScope, type Database } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { migratedDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { migrations } from "../migrations/index.ts";
import type { Tables } from "../tables.ts";
import { listPublished } from "./lists.ts";

let fresh: FreshDatabase;
let database: Database<Tables>;
const size = 100_000;
/** Of those, every thousandth is hidden: it is not public yet. */
const hidden = 1000;

beforeAll(async () => {
  fresh = await migratedDatabase({ disclosure: migrations });
  database = openDatabase<Tables>(fresh.urls.disclosure.app, { logger: createLogger("test", "silent") });
  await connected(fresh.superUrl, async (client) => {
    // Names of three characters out of some 1,300, as those of firms; three titles that no other resembles.
    const letter = (turn: number) => `chr(19968 + (abs(hashint4(g * 3 + ${turn})) % 1300) * 16)`;
    const title = `case g when 7777 then '龘记''s \\ "龙" ABC燃气' when 8888 then '一龘' when 9000 then '秘密龘'
      else '芒市' || ${letter(0)} || ${letter(1)} || ${letter(2)} || '建筑有限公司检查结果' end`;
    // A thousand at a time: a transaction that counts each by one row walks over all that row was before in it.
    for (let from = 1; from <= size; from += 1_000)
      await client.query(
        `insert into disclosure.publication (id, authority, kind, subject_id, title, words, state, due_at, calendar_version, reminders_version, version,
          reminders, due_revision, content_revision, lock_version, opening, opened_at, first_published_at, updated_at)
        select uuidv7(), '533103', 'result', uuidv7(), ${title}, lower(replace(${title}, ' ', '')), 'published', now(), 1, 1, (g % ${hidden} <> 0)::integer,
          0, 1, 1, 1, '', now(), now() - g * interval '1 minute', now()
        from generate_series(${from}, ${from + 999}) as g`,
      );
    await client.query("vacuum analyze");
  });
}, 240_000);
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

/** The first titles that hold `q`, and how many publications were looked at for them. */
const found = (q: string) =>
  database.as(systemScope, async (work) => {
    const read = async () => {
      const { rows } = await sql<{ read: number; walks: number }>`
        select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::integer as read, seq_scan::integer as walks
        from pg_stat_xact_user_tables where relname = 'publication'`.execute(work);
      return rows[0] ?? { read: 0, walks: 0 };
    };
    const before = await read();
    const rows = await listPublished(work, { after: null, limit: 20, q });
    const after = await read();
    return {
      titles: rows.map(({ title }) => title),
      read: after.read - before.read,
      walks: after.walks - before.walks,
    };
  });

describe("of 100,000 publications, those whose title holds", () => {
  const odd = `龘记's \\ "龙" ABC燃气`;
  it.each([
    ["a seldom character", "龘", [odd, "一龘"]],
    ["the last character, alone and in a pair", "一龘", ["一龘"]],
    ["two characters", "龘记", [odd]],
    ["quotes, spaces and backslashes", `'s \\ "龙" `, [odd]],
    ["letters of another case", "abc燃", [odd]],
    ["a single quote", "'", [odd]],
    ["pairs that are there, but not in this order", "公司检查建筑有限", []],
    ["what only a hidden one holds", "秘密", []],
    ["nothing known", "没有这家公司", []],
    ["one character that is nowhere", "齉", []],
  ])("%s are found by an index", async (_name, q, titles) => {
    for (let time = 0; time < 8; time += 1) expect((await found(q)).titles).toEqual(titles);
    const { read, walks } = await found(q);
    expect(walks).toBe(0);
    expect(read).toBeLessThan(200);
  });

  it.each(["检查结果", "芒市", "市", "结"])("what nearly all hold are the newest: %s", async (q) => {
    const { titles, read, walks } = await found(q);
    expect(titles).toHaveLength(21);
    expect(walks).toBe(0);
    expect(read).toBeLessThan(200);
  });

  it("any name are found", async () => {
    for (const serial of [1, 4_321, 99_999]) {
      const title = await connected(fresh.superUrl, async (client) => {
        const { rows } = await client.query<{ title: string }>(
          "select title from disclosure.publication order by id offset $1 limit 1",
          [serial - 1],
        );
        return rows[0]?.title ?? "";
      });
      for (const part of [title, title.slice(2, 6), title.slice(2, 5), title.slice(2, 4)]) {
        const { titles, walks } = await found(part);
        expect(titles.every((one) => one.includes(part))).toBe(true);
        expect(titles.length).toBeGreaterThan(0);
        expect(walks).toBe(0);
      }
    }
  });
});
