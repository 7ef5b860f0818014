import { sql, type QueryExecutorProvider } from "kysely";

/** What time it is, and how long until. One clock is asked by all. */
export type Clock = {
  /** `demonstration` where time runs at a stated rate, and pages must say so. */
  readonly kind: "real" | "demonstration" | "steered";
  /** The time now; read on that connection where one is given, so that a transaction needs no second one. */
  now(on?: QueryExecutorProvider): Promise<Date>;
  /** Milliseconds that the engine must wait from now until `due`; 0 where it has passed. */
  waitUntil(due: Date): Promise<number>;
};

/**
 * The database's clock: its real time in production, the sample's time at a stated rate where the
 * one-machine runner has set one. Where time must be real a sample's time is refused with a RangeError, at any rate.
 */
export function databaseClock(database: QueryExecutorProvider, mode: "database" | "sample"): Clock {
  const read = async (on: QueryExecutorProvider = database) => {
    const { rows } = await sql<{
      now: Date;
      rate: number;
      isSample: boolean;
    }>`select clock.now() as now, clock.rate() as rate, clock.is_sample() as "isSample"`.execute(on);
    const row = rows[0];
    if (row === undefined) throw new RangeError("the database tells no time");
    if (mode === "database" && row.isSample)
      throw new RangeError("the database's clock is a demonstration's: production refuses it");
    return row;
  };
  return {
    kind: mode === "database" ? "real" : "demonstration",
    now: async (on) => (await read(on)).now,
    waitUntil: async (due) => {
      const { now, rate } = await read();
      return Math.max(0, Math.ceil((due.getTime() - now.getTime()) / rate));
    },
  };
}

/** A clock that a test steers, such as the time-skipping server's. `read` gives Unix milliseconds. */
export function steeredClock(read: () => Promise<number>): Clock {
  return {
    kind: "steered",
    now: async () => new Date(await read()),
    waitUntil: async (due) => Math.max(0, due.getTime() - (await read())),
  };
}
