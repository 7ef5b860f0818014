import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";

const randomBytesOfId = 16;

/** Ids for many new rows, from random bytes that are drawn for all of them at once. */
export function newIds(rows: number): string[] {
  const random = randomBytes(randomBytesOfId * rows);
  return Array.from({ length: rows }, (_, row) =>
    uuidv7({ random: random.subarray(randomBytesOfId * row, randomBytesOfId * (row + 1)) }),
  );
}
