import { Kysely, PostgresDialect } from "kysely";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSampleClock } from "../../../infra/embedded/clock.ts";
import { freshDatabase, type FreshDatabase } from "../../../infra/embedded/test-database.ts";
import { databaseClock, steeredClock } from "./clock.ts";

let fresh: FreshDatabase;
let database: Kysely<unknown>;

beforeAll(async () => {
  fresh = await freshDatabase();
  const pool = new Pool({ connectionString: fresh.urls.inspection.app, max: 2 });
  database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
});
afterAll(async () => {
  await database.destroy();
  await fresh.drop();
});

describe("the clock", () => {
  it("is the database's own time, with as long to wait as is left", async () => {
    const clock = databaseClock(database, "database");
    const { now, until } = await clock.read();
    expect(clock.kind).toBe("real");
    expect(until(new Date(now.getTime() - 1))).toBe(0);
    expect(until(new Date(now.getTime() + 3_600_000))).toBe(3_600_000);
  });

  it("runs a demonstration at its rate, waits shorter by it, and is refused at any rate where time must be real", async () => {
    const sample = await startSampleClock(fresh.superUrl, { start: "2026-09-14T01:00:00Z", rate: 3600 });
    try {
      const clock = databaseClock(database, "sample");
      const { now, until } = await clock.read();
      expect(clock.kind).toBe("demonstration");
      expect(now.toISOString().slice(0, 7)).toBe("2026-09");
      expect(until(new Date(now.getTime() + 86_400_000))).toBe(24_000);
      await expect(databaseClock(database, "database").now()).rejects.toThrow(RangeError);
      await sample.setRate(1);
      await expect(databaseClock(database, "database").now()).rejects.toThrow(RangeError);
    } finally {
      await sample.stop();
    }
  });

  it("can be steered by what reads the time", async () => {
    const clock = steeredClock(async () => Date.parse("2026-10-01T00:00:00Z"));
    expect((await clock.now()).toISOString()).toBe("2026-10-01T00:00:00.000Z");
    expect((await clock.read()).until(new Date("2026-10-01T00:00:01Z"))).toBe(1_000);
  });
});
