// Tickets of targets: SHA-256(seed + ",target," + id). The seed fills the first block, whose state is kept; this is the second.

import { compress } from "./sha256";
import { bigEndian, word0, word1, word2, word3 } from "./vectors";

/** The state after the seed, each word in all four lanes. */
const seeded = memory.data(128);
const state = memory.data(128);

/** Sets word `index` of the state after the seed. */
export function seed(index: i32, word: i32): void {
  v128.store(seeded + ((<usize>index) << 4), i32x4.splat(word));
}

/**
 * Works out the tickets of `n` lines, four at a time. Whose first 32 bits are not above the limit of its line's kind (`limits`, 32 bits
 * a kind) is written to `found`: the line's number, where the first has `line`, and the ticket's 32 bytes.
 * @returns how many were found
 */
export function tickets(starts: usize, kindOf: usize, n: i32, limits: usize, found: usize, line: i32): i32 {
  let count = 0;
  for (let i = 0; i < n; i += 4) {
    // Lanes past the end do the last line once more.
    const l1 = min(i + 1, n - 1), l2 = min(i + 2, n - 1), l3 = min(i + 3, n - 1);
    const p0 = lineAt(starts, i), p1 = lineAt(starts, l1), p2 = lineAt(starts, l2), p3 = lineAt(starts, l3);
    const a0 = bigEndian(p0), a1 = bigEndian(p1), a2 = bigEndian(p2), a3 = bigEndian(p3);
    const b0 = bigEndian(p0 + 16), b1 = bigEndian(p1 + 16), b2 = bigEndian(p2 + 16), b3 = bigEndian(p3 + 16);
    const c0 = bigEndian(p0 + 28), c1 = bigEndian(p1 + 28), c2 = bigEndian(p2 + 28), c3 = bigEndian(p3 + 28);
    compress(
      i32x4.splat(0x2c746172), // ,tar
      i32x4.splat(0x6765742c), // get,
      word0(a0, a1, a2, a3), word1(a0, a1, a2, a3), word2(a0, a1, a2, a3), word3(a0, a1, a2, a3),
      word0(b0, b1, b2, b3), word1(b0, b1, b2, b3), word2(b0, b1, b2, b3), word3(b0, b1, b2, b3),
      word1(c0, c1, c2, c3), word2(c0, c1, c2, c3), word3(c0, c1, c2, c3),
      i32x4.splat(0x80000000),
      i32x4.splat(0),
      i32x4.splat((64 + 8 + 44) * 8),
      seeded,
      state,
    );
    let limit = i32x4.splat(limitOf(limits, kindOf, i));
    limit = i32x4.replace_lane(limit, 1, limitOf(limits, kindOf, l1));
    limit = i32x4.replace_lane(limit, 2, limitOf(limits, kindOf, l2));
    limit = i32x4.replace_lane(limit, 3, limitOf(limits, kindOf, l3));
    let within = i32x4.bitmask(i32x4.le_u(v128.load(state), limit));
    while (within != 0) {
      const lane = ctz(within);
      within &= within - 1;
      if (i + lane >= n) break;
      const to = found + <usize>count * 36;
      store<i32>(to, line + i + lane);
      for (let word: usize = 0; word < 8; word += 1)
        store<u32>(to + 4 + (word << 2), bswap(load<u32>(state + (word << 4) + ((<usize>lane) << 2))));
      count += 1;
    }
  }
  return count;
}

@inline function lineAt(starts: usize, i: i32): usize {
  return load<u32>(starts + ((<usize>i) << 2));
}

@inline function limitOf(limits: usize, kindOf: usize, i: i32): i32 {
  return load<i32>(limits + ((<usize>load<u16>(kindOf + ((<usize>i) << 1))) << 2));
}
