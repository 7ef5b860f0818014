import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startSampleClock } from "./clock.ts";
import { connected } from "./database.ts";
import { type FreshDatabase, freshDatabase } from "./test-database.ts";

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const start = "2026-09-14T01:00:00Z";
const hour = 3_600_000;

it("runs the sample's time at its rate, stands still while nobody runs it, and goes on from there", async () => {
  const first = await startSampleClock(database.superUrl, { start, rate: 36_000 });
  await sleep(300);
  const before = await first.now();
  expect(before.getTime()).toBeGreaterThan(Date.parse(start) + 2.5 * hour);
  expect(before.getTime()).toBeLessThan(Date.parse(start) + 200 * hour);
  await first.stop();
  await sleep(700);

  const second = await startSampleClock(database.superUrl, { start, rate: 1 });
  const after = await second.now();
  expect(after.getTime()).toBeGreaterThanOrEqual(before.getTime());
  expect(after.getTime() - before.getTime()).toBeLessThan(5 * hour);

  await second.setRate(3_600);
  const [one, { rows }] = await Promise.all([
    second.now(),
    connected(database.urls.registry.app, (client) => client.query("select clock.rate() as rate")),
  ]);
  expect(one.getTime() - after.getTime()).toBeLessThan(hour);
  expect(rows).toEqual([{ rate: 3_600 }]);
  await second.stop();
});

it("loses at most a beat when its process is killed, and notes no time that runs backwards", async () => {
  const clock = await startSampleClock(database.superUrl, { start, rate: 3_600 });
  await sleep(1_300);
  const noted = await connected(database.superUrl, async (client) => {
    const { rows } = await client.query<{ behind: number }>(
      "select extract(epoch from clock.now() - last_seen)::float8 / rate as behind from clock.sample",
    );
    return rows[0]?.behind;
  });
  expect(noted).toBeLessThan(1.2);
  await clock.stop();
});
