import { sql, type QueryExecutorProvider } from "kysely";

/** What the clock said at one moment. */
export type Reading = {
  now: Date;
  /** Milliseconds that the engine must wait from then until `due`; 0 where it has passed. */
  until(due: Date): number;
};

/** What time it is, and how long until. One clock is asked by all. */
export type Clock = {
  /** `demonstration` where time runs at a stated rate, and pages must say so. */
  readonly kind: "real" | "demonstration" | "steered";
  /** Reads it; on that connection where one is given, so that a transaction needs no second one. */
  read(on?: QueryExecutorProvider): Promise<Reading>;
  /** The time now, read in the same way. */
  now(on?: QueryExecutorProvider): Promise<Date>;
};

/**
 * The database's clock: its real time in production, the sample's time at a stated rate where the
 * one-machine runner has set one. Where time must be real a sample's time is refused with a RangeError, at any rate.
 */
export function databaseClock(database: QueryExecutorProvider, mode: "database" | "sample"): Clock {
  const read: Clock["read"] = async (on = database) => {
    const { rows } = await sql<{
      now: Date;
      rate: number;
      isSample: boolean;
    }>`select clock.now() as now, clock.rate() as rate, clock.is_sample() as "isSample"`.execute(on);
    const row = rows[0];
    if (row === undefined) throw new RangeError("the database tells no time");
    if (mode === "database" && row.isSample)
      throw new RangeError("the database's clock is a demonstration's: production refuses it");
    const { now, rate } = row;
    return { now, until: (due) => Math.max(0, Math.ceil((due.getTime() - now.getTime()) / rate)) };
  };
  return {
    kind: mode === "database" ? "real" : "demonstration",
    read,
    now: async (on) => (await read(on)).now,
  };
}

/** What reads the database's real time, also where the runner has set the sample's: people sign in by the time on the wall. */
export function wallClock(database: QueryExecutorProvider): Pick<Clock, "now"> {
  return {
    async now(on = database) {
      const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(on);
      if (rows[0] === undefined) throw new RangeError("the database tells no time");
      return rows[0].now;
    },
  };
}

/** A clock that a test steers, such as the time-skipping server's. `milliseconds` gives Unix milliseconds. */
export function steeredClock(milliseconds: () => Promise<number>): Clock {
  const read: Clock["read"] = async () => {
    const now = await milliseconds();
    return { now: new Date(now), until: (due) => Math.max(0, due.getTime() - now) };
  };
  return { kind: "steered", read, now: async () => (await read()).now };
}
