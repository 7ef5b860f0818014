import { pino } from "pino";
import { expect, it } from "vitest";
import { startRounds } from "./rounds.ts";

it("goes on after a round that failed, leaves out what would begin during another, and ends with the one under way", async () => {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  const begun: PromiseWithResolvers<number>[] = [];
  const rounds = startRounds({ logger, everyMs: 1, failing: "nothing was done", atOnce: true }, () => {
    const round = Promise.withResolvers<number>();
    begun.push(round);
    return round.promise;
  });
  expect(begun).toHaveLength(1);
  begun[0]?.reject(new TypeError("whose name alone is told"));
  await expect.poll(() => begun.length).toBe(2);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { error: "TypeError", msg: "nothing was done" },
  ]);
  let over = false;
  const stopped = rounds.stop().then(() => (over = true));
  await Promise.resolve();
  expect([over, begun.length]).toEqual([false, 2]);
  begun[1]?.resolve(1);
  await stopped;
});
