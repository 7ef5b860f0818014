import { sql, type Kysely } from "kysely";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connected } from "../../../infra/embedded/database.ts";
import { freshDatabase, type FreshDatabase } from "../../../infra/embedded/test-database.ts";
import { openDatabase, systemScope, type Database, type DatabaseLimits } from "./database.ts";
import { problemOf } from "./errors.ts";
import { createLogger } from "./logger.ts";
import { createVisibility, migrate } from "./migrations.ts";

let fresh: FreshDatabase;
let database: Database<unknown>;
const logger = createLogger("test", "silent");

beforeAll(async () => {
  fresh = await freshDatabase();
  const up = (owner: Kysely<unknown>) => createVisibility(owner, "inspection");
  await migrate(fresh.urls.inspection.owner, "inspection", { "0001": { up } });
  database = openDatabase(fresh.urls.inspection.app, { logger, connections: 2 });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

/** The code of the refusal that a failed piece of work amounts to. */
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: unknown) => problemOf(error).code,
  );

describe("a database whose server ends a connection", () => {
  it("refuses as unavailable what was between two statements, and goes on", async () => {
    const cut = database.as(systemScope, async (work) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(work);
      await connected(fresh.superUrl, async (admin) => {
        await admin.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
        const gone = () => admin.query("select from pg_stat_activity where pid = $1", [rows[0]?.pid]);
        while ((await gone()).rowCount !== 0) await pause(10);
      });
      // The driver hears of it while nothing is asked: an 'error' event that nobody hears ends the process.
      await pause(50);
      await sql`select 1`.execute(work);
    });
    expect(await refusalOf(cut)).toBe("unavailable");
    await database.ping();
  });

  it("refuses as unavailable what it was at", async () => {
    const cut = database.as(systemScope, (work) =>
      sql`select pg_terminate_backend(pg_backend_pid())`.execute(work),
    );
    expect(await refusalOf(cut)).toBe("unavailable");
    await database.ping();
  });
});

it.each(["ENOSPC", "EDQUOT"])("a disk without room (%s) is refused as unavailable", async (code) => {
  const full = Promise.reject(Object.assign(new Error("no room"), { code }));
  expect(await refusalOf(full)).toBe("unavailable");
});

describe("a limit of the database", () => {
  const short: DatabaseLimits = { statement: 300, lock: 300, idleInTransaction: 300 };
  const long: DatabaseLimits = { statement: 10_000, lock: 10_000, idleInTransaction: 10_000 };
  const lock = sql`select pg_advisory_xact_lock(1)`;
  const limited = async (limits: Partial<DatabaseLimits>, work: Parameters<typeof database.as>[1]) => {
    const one = openDatabase<unknown>(fresh.urls.inspection.app, { logger, limits: { ...long, ...limits } });
    const code = await refusalOf(one.as(systemScope, work));
    await one.close();
    return code;
  };

  it("ends a statement that runs too long", async () => {
    expect(
      await limited({ statement: short.statement }, (work) => sql`select pg_sleep(20)`.execute(work)),
    ).toBe("unavailable");
  });

  it("ends a statement that waits too long for a lock", async () => {
    await database.as(systemScope, async (holder) => {
      await lock.execute(holder);
      expect(await limited({ lock: short.lock }, (work) => lock.execute(work))).toBe("unavailable");
    });
  });

  it("ends a transaction in which nothing is asked for too long, and frees what it held", async () => {
    const idle = limited({ idleInTransaction: short.idleInTransaction }, async (work) => {
      await lock.execute(work);
      await database.as(systemScope, (other) => lock.execute(other));
      await sql`select 1`.execute(work);
    });
    expect(await idle).toBe("unavailable");
  });

  it("ends one of two transactions that wait for each other", async () => {
    const second = sql`select pg_advisory_xact_lock(2)`;
    const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const crossing = (own: typeof lock, other: typeof lock, side: 0 | 1) =>
      refusalOf(
        database.as(systemScope, async (work) => {
          await own.execute(work);
          both[side]?.resolve();
          await Promise.all(both.map(({ promise }) => promise));
          await other.execute(work);
        }),
      );
    const ended = await Promise.all([crossing(lock, second, 0), crossing(second, lock, 1)]);
    expect(ended.toSorted()).toEqual(["none", "unavailable"]);
  });
});
