import { H } from "../sha256.ts";

/** The seed of all random choices of a test run: from LOTTERY_SEED, else fresh; printed, so that a run can be repeated. */
export const SEED = Number(process.env["LOTTERY_SEED"] ?? Date.now() % 2 ** 31);
process.stdout.write(`LOTTERY_SEED=${SEED}\n`);

/** Settings that make fast-check follow the printed seed. */
export const byChance = { seed: SEED };

/** Whole numbers from 0 to `below` - 1, the same for the same seed. */
export type Chance = (below: number) => number;

/** A source of chance for tests. */
export function chanceOf(seed: string | number): Chance {
  let turn = 0;
  return (below) => Number.parseInt(H(`${seed},${turn++}`).slice(0, 12), 16) % below;
}

/** The value that a chi-square of these degrees exceeds with a chance of one in a million (Wilson-Hilferty). */
export function chiSquareLimit(degrees: number): number {
  const part = 2 / (9 * degrees);
  return degrees * (1 - part + 4.75 * Math.sqrt(part)) ** 3;
}
