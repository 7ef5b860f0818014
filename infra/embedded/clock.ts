import { Client } from "pg";
import { connected } from "./database.ts";

/** The sample's time, which runs at a stated rate and stands still while nobody runs it. */
export type SampleClock = {
  /** Changes how many times faster than real time it runs, from this moment on. */
  setRate(rate: number): Promise<void>;
  /** The sample's time now. */
  now(): Promise<Date>;
  /** Notes where it stands; it goes on from there at the next start. */
  stop(): Promise<void>;
};

export type SampleTime = {
  /** Where the sample's time begins the very first time: ISO 8601. */
  readonly start: string;
  /** How many times faster than real time it runs. */
  readonly rate: number;
};

/**
 * Sets the database's clock to the sample's time: from its start at first, from where it was last seen later on.
 * @param superUrl the superuser's URL of the services' database.
 */
export async function startSampleClock(superUrl: string, { start, rate }: SampleTime): Promise<SampleClock> {
  await connected(superUrl, (client) =>
    client.query(
      `insert into clock.sample as s (sample_start, started_at, last_seen, rate)
       values ($1::timestamptz, clock_timestamp(), $1::timestamptz, $2)
       on conflict (only_row) do update set
         sample_start = s.last_seen, started_at = clock_timestamp(), rate = excluded.rate`,
      [start, rate],
    ),
  );
  let stopped = false;
  let beat: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    beat = beat.then(() => (stopped ? undefined : note(superUrl)));
  }, 1_000);
  return {
    setRate: (next) =>
      connected(superUrl, async (client) => {
        await client.query(
          `update clock.sample set (sample_start, started_at, last_seen, rate) =
             (select at, clock_timestamp(), at, $1::float8 from clock.now() as at)`,
          [next],
        );
      }),
    now: () =>
      connected(superUrl, async (client) => {
        const { rows } = await client.query<{ now: Date }>("select clock.now() as now");
        if (rows[0] === undefined) throw new Error("the sample's clock tells no time");
        return rows[0].now;
      }),
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await beat;
      await note(superUrl);
    },
  };
}

/** Notes how far the sample's time has come. With the database away it is noted at the next beat. */
async function note(superUrl: string): Promise<void> {
  const client = new Client({ connectionString: superUrl, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("update clock.sample set last_seen = greatest(last_seen, clock.now())");
  } catch {
    // The database restarts or is gone: the last beat stands.
  } finally {
    await client.end().catch(() => undefined);
  }
}
