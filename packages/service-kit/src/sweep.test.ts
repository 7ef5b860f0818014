import { databaseClock } from "@shuangsui/clock";
import { pino } from "pino";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase, type FreshDatabase } from "../../../infra/embedded/test-database.ts";
import { openDatabase, systemScope, type Database } from "./database.ts";
import { createVisibility, migrate, protect } from "./migrations.ts";
import { startSweep } from "./sweep.ts";

type Tables = { thing: { id: string; authority: string; due_at: Date } };
let fresh: FreshDatabase;
let database: Database<Tables>;
const lines: string[] = [];
const logger = pino({}, { write: (line: string) => void lines.push(line) });

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrate(fresh.urls.inspection.owner, "inspection", {
    "0001": {
      up: async (db) => {
        await createVisibility(db, "inspection");
        await sql`create table thing (id text primary key, authority text not null, due_at timestamptz not null)`.execute(
          db,
        );
        await protect(db, "inspection", "thing");
      },
    },
  });
  database = openDatabase<Tables>(fresh.urls.inspection.app, { logger });
  // All of them stay due, whatever is done about them.
  await database.as(systemScope, (work) =>
    sql`insert into thing select n::text, '533103', now() - interval '1 day' + n * interval '1 second'
        from generate_series(1, 450) n`.execute(work),
  );
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const due = (now: Date, limit: number) =>
  database.as(systemScope, (work) =>
    work
      .selectFrom("thing")
      .select(["id", "authority"])
      .where("due_at", "<=", now)
      .orderBy("due_at")
      .limit(limit)
      .execute(),
  );

describe("a sweep", () => {
  it("wakes each of those that are due once, however many stay due and whichever fail", async () => {
    const woken: string[] = [];
    const sweep = startSweep({
      clock: databaseClock(database.plain, "database"),
      logger,
      find: due,
      wake: async ({ id }) => {
        woken.push(id);
        if (Number(id) % 100 === 1) throw new Error("unreachable");
      },
    });
    await expect.poll(() => woken.length, { timeout: 15_000, interval: 100 }).toBe(450);
    sweep.stop();
    expect(new Set(woken).size).toBe(450);
    const failed = lines.map((line) => JSON.parse(line) as { msg: string; subject?: string });
    expect(failed.map(({ subject }) => subject)).toEqual(["1", "101", "201", "301", "401"]);
    expect(failed[0]?.msg).toBe("a sweep could not wake a workflow");
  });

  it("that fails is tried again", async () => {
    let rounds = 0;
    const sweep = startSweep({
      clock: databaseClock(database.plain, "database"),
      logger,
      find: async (now) => {
        rounds += 1;
        if (rounds === 1) throw new Error("unreachable");
        return due(now, 1);
      },
      wake: async () => {},
    });
    await expect.poll(() => rounds, { timeout: 10_000, interval: 100 }).toBe(2);
    sweep.stop();
    expect(lines.at(-1)).toContain("a sweep failed");
  });
});
