import { sql } from "kysely";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connected } from "../../../infra/embedded/database.ts";
import { freshDatabase, type FreshDatabase } from "../../../infra/embedded/test-database.ts";
import { openDatabase, systemScope, type Database } from "./database.ts";
import { problemOf } from "./errors.ts";
import { createLogger } from "./logger.ts";

let fresh: FreshDatabase;
let database: Database<unknown>;
const logger = createLogger("test", "silent");

beforeAll(async () => {
  fresh = await freshDatabase();
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
