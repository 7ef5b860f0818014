// The lines of targets.csv: where they begin, whether they are of the form and in order, and of which kind they are.
// A kind is what follows a line's id: `,stratum,profile` with the line end.

/** Hex characters of an id. */
const ID = 44;

/**
 * Finds whole lines from `from` to `end`, at most `most`. Writes where each begins to `starts`, and where the last one ends after
 * them. Up to 15 bytes from `end` on are read and must be no line ends.
 * @returns how many there are
 */
export function scan(from: usize, end: usize, starts: usize, most: i32): i32 {
  let count = 0;
  store<u32>(starts, from);
  for (let at = from; at < end; at += 16) {
    let ends = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(10)));
    while (ends != 0) {
      count += 1;
      store<u32>(starts + ((<usize>count) << 2), at + ctz(ends) + 1);
      if (count == most) return count;
      ends &= ends - 1;
    }
  }
  return count;
}

/** A table of kinds by their bytes: 4,096 slots of a kind's number and one more, 0 where the slot is empty. */
const SLOTS: i32 = 4096;
const slots = memory.data(4096 * 4);
/** Where each kind's bytes lie and how many they are. */
const kinds = memory.data(2048 * 8);
let known = 0;

/** Forgets all kinds. */
export function forget(): void {
  memory.fill(slots, 0, SLOTS * 4);
  known = 0;
}

/** Learns a kind of `length` bytes at `at`, where they stay. @returns its number, from 0 */
export function learn(at: usize, length: i32): i32 {
  let slot = slotOf(at, length);
  while (load<i32>(slots + ((<usize>slot) << 2)) != 0) slot = (slot + 1) & (SLOTS - 1);
  store<i32>(slots + ((<usize>slot) << 2), known + 1);
  const kind = kinds + ((<usize>known) << 3);
  store<u32>(kind, at);
  store<i32>(kind, length, 4);
  known += 1;
  return known - 1;
}

/** The number of the kind of `length` bytes at `at`, or -1. */
@inline function kindAt(at: usize, length: i32): i32 {
  let slot = slotOf(at, length);
  let kind = load<i32>(slots + ((<usize>slot) << 2)) - 1;
  while (kind >= 0) {
    const one = kinds + ((<usize>kind) << 3);
    if (load<i32>(one, 4) == length && isSame(load<u32>(one), at, length)) break;
    slot = (slot + 1) & (SLOTS - 1);
    kind = load<i32>(slots + ((<usize>slot) << 2)) - 1;
  }
  return kind;
}

/** The first bytes and the last of them choose the slot; both may be the same bytes. */
@inline function slotOf(at: usize, length: i32): i32 {
  const bytes = load<u32>(at) ^ (<u32>rotl(load<u32>(at + length - 4), 13)) ^ <u32>length;
  return <i32>((bytes * 0x9e3779b1) >>> 20);
}

@inline function isSame(a: usize, b: usize, length: i32): bool {
  let i: i32 = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false;
  for (; i < length; i += 1) if (load<u8>(a + i) != load<u8>(b + i)) return false;
  return true;
}

/** The shortest line: an id and a kind of two names of one character, with its end. */
const LEAST = 49;

/**
 * Checks the ids of `n` lines: each of 44 hex characters, each after the one before, the first after the one at `before`.
 * @returns `n`, else the number of the first line that is not so
 */
export function check(starts: usize, n: i32, before: usize): i32 {
  let previous = before;
  for (let i = 0; i < n; i += 1) {
    const line = load<u32>(starts + ((<usize>i) << 2));
    const end = load<u32>(starts + ((<usize>i) << 2), 4);
    if (<i32>(end - line) < LEAST || !isHex(line) || !isAfter(line, previous)) return i;
    previous = line;
  }
  return n;
}

/**
 * Tells the kinds of lines from `first` to before `n`: writes each to `kindOf`, 16 bits, and counts it in `counts`, 32 bits.
 * @returns `n`, else the number of the first line whose kind is not known
 */
export function classify(starts: usize, first: i32, n: i32, kindOf: usize, counts: usize): i32 {
  for (let i = first; i < n; i += 1) {
    const line = load<u32>(starts + ((<usize>i) << 2));
    const length = <i32>(load<u32>(starts + ((<usize>i) << 2), 4) - line);
    const kind = length < LEAST ? -1 : kindAt(line + ID, length - ID);
    if (kind < 0) return i;
    store<u16>(kindOf + ((<usize>i) << 1), <u16>kind);
    const counted = counts + ((<usize>kind) << 2);
    store<u32>(counted, load<u32>(counted) + 1);
  }
  return n;
}

/** Whether 44 bytes are hex characters in lower case. */
@inline function isHex(at: usize): bool {
  const all = v128.and(v128.and(hexIn(v128.load(at)), hexIn(v128.load(at, 16))), hexIn(v128.load(at, 28)));
  return i8x16.all_true(all);
}
@inline function hexIn(x: v128): v128 {
  const digit = i8x16.lt_u(i8x16.sub(x, i8x16.splat(0x30)), i8x16.splat(10));
  const letter = i8x16.lt_u(i8x16.sub(x, i8x16.splat(0x61)), i8x16.splat(6));
  return v128.or(digit, letter);
}

/** Whether an id is larger than another, by its bytes. */
@inline function isAfter(id: usize, other: usize): bool {
  for (let i: usize = 0; i < 40; i += 8) {
    const x = bswap(load<u64>(id + i)), y = bswap(load<u64>(other + i));
    if (x != y) return x > y;
  }
  return bswap(load<u32>(id, 40)) > bswap(load<u32>(other, 40));
}
