// RFC 6962, 2.1: a leaf is SHA-256(0 || entry), a node SHA-256(1 || left || right). Hashes lie word by word: word k of hash i at
// `level + k * stride + 4 * i`, so that four of them are one vector.

import { compress, initial } from "./sha256";
import { bigEndian, reversed, word0, word1, word2, word3 } from "./vectors";

const state = memory.data(128);
const first = memory.data(128);
const zero = i32x4.splat(0);

@inline function begin(at: usize): void {
  for (let word = 0; word < 8; word += 1) v128.store(at + ((<usize>word) << 4), initial(word));
}

@inline function write(from: usize, level: usize, stride: usize, i: i32): void {
  for (let word: usize = 0; word < 8; word += 1)
    v128.store(level + word * stride + ((<usize>i) << 2), v128.load(from + (word << 4)));
}

/** The leaves of `n` lines without their ends. Lanes past the end do the last line once more, so `level` has room for a multiple of four. */
export function leaves(starts: usize, n: i32, level: usize, stride: usize): void {
  for (let i = 0; i < n; i += 4) {
    const q0 = starts + ((<usize>i) << 2), q1 = starts + ((<usize>min(i + 1, n - 1)) << 2);
    const q2 = starts + ((<usize>min(i + 2, n - 1)) << 2), q3 = starts + ((<usize>min(i + 3, n - 1)) << 2);
    begin(state);
    // One block holds the byte before, 54 bytes of a line, the 1 after it and the length.
    if (lengthAt(q0) <= 54 && lengthAt(q1) <= 54 && lengthAt(q2) <= 54 && lengthAt(q3) <= 54) inOneBlock(q0, q1, q2, q3);
    else inManyBlocks(q0, q1, q2, q3);
    write(state, level, stride, i);
  }
}

@inline function lengthAt(q: usize): i32 {
  return <i32>(load<u32>(q, 4) - load<u32>(q)) - 1;
}

/** Bytes 16 * part … of a leaf's one block but for the length: 0, the line, 1 and zeros. */
@inline function partOf(q: usize, part: i32): v128 {
  const length = lengthAt(q);
  const places = i8x16.add(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(<i8>(16 * part)));
  let bytes = v128.and(v128.load(load<u32>(q) - 1 + 16 * part), i8x16.le_u(places, i8x16.splat(<i8>length)));
  if (part == 0) bytes = i8x16.replace_lane(bytes, 0, 0);
  const end = v128.and(i8x16.eq(places, i8x16.splat(<i8>(length + 1))), i8x16.splat(<i8>0x80));
  return reversed(v128.or(bytes, end));
}

@inline function bitsOf(q0: usize, q1: usize, q2: usize, q3: usize): v128 {
  let bits = i32x4.splat((lengthAt(q0) + 1) << 3);
  bits = i32x4.replace_lane(bits, 1, (lengthAt(q1) + 1) << 3);
  bits = i32x4.replace_lane(bits, 2, (lengthAt(q2) + 1) << 3);
  return i32x4.replace_lane(bits, 3, (lengthAt(q3) + 1) << 3);
}

function inOneBlock(q0: usize, q1: usize, q2: usize, q3: usize): void {
  const a0 = partOf(q0, 0), a1 = partOf(q1, 0), a2 = partOf(q2, 0), a3 = partOf(q3, 0);
  const b0 = partOf(q0, 1), b1 = partOf(q1, 1), b2 = partOf(q2, 1), b3 = partOf(q3, 1);
  const c0 = partOf(q0, 2), c1 = partOf(q1, 2), c2 = partOf(q2, 2), c3 = partOf(q3, 2);
  const d0 = partOf(q0, 3), d1 = partOf(q1, 3), d2 = partOf(q2, 3), d3 = partOf(q3, 3);
  compress(
    word0(a0, a1, a2, a3), word1(a0, a1, a2, a3), word2(a0, a1, a2, a3), word3(a0, a1, a2, a3),
    word0(b0, b1, b2, b3), word1(b0, b1, b2, b3), word2(b0, b1, b2, b3), word3(b0, b1, b2, b3),
    word0(c0, c1, c2, c3), word1(c0, c1, c2, c3), word2(c0, c1, c2, c3), word3(c0, c1, c2, c3),
    word0(d0, d1, d2, d3), word1(d0, d1, d2, d3), zero, bitsOf(q0, q1, q2, q3),
    state,
    state,
  );
}

/** One block of each message, and a state of its own for what is not worked any more. */
const block = memory.data(256);
const kept = memory.data(128);

/** Messages of different lengths: a lane whose blocks are all done keeps its state while the others go on. */
function inManyBlocks(q0: usize, q1: usize, q2: usize, q3: usize): void {
  const n0 = blocksOf(q0), n1 = blocksOf(q1), n2 = blocksOf(q2), n3 = blocksOf(q3);
  const most = max(max(n0, n1), max(n2, n3));
  for (let i = 0; i < most; i += 1) {
    memory.copy(kept, state, 128);
    blockOf(q0, i, block);
    blockOf(q1, i, block + 64);
    blockOf(q2, i, block + 128);
    blockOf(q3, i, block + 192);
    workBlocks();
    let going = i32x4.splat(i < n0 ? -1 : 0);
    going = i32x4.replace_lane(going, 1, i < n1 ? -1 : 0);
    going = i32x4.replace_lane(going, 2, i < n2 ? -1 : 0);
    going = i32x4.replace_lane(going, 3, i < n3 ? -1 : 0);
    for (let word: usize = 0; word < 128; word += 16)
      v128.store(state + word, v128.bitselect(v128.load(state + word), v128.load(kept + word), going));
  }
}

@inline function blocksOf(q: usize): i32 {
  return (lengthAt(q) + 1 + 9 + 63) >> 6;
}

/** Block `i` of a leaf's padded message, byte by byte. */
function blockOf(q: usize, i: i32, to: usize): void {
  const line = load<u32>(q), length = lengthAt(q), blocks = blocksOf(q);
  for (let byte = 0; byte < 64; byte += 1) {
    const place = i * 64 + byte - 1;
    let value: u8 = 0;
    if (place >= 0 && place < length) value = load<u8>(line + place);
    else if (place == length) value = 0x80;
    store<u8>(to + byte, value);
  }
  if (i == blocks - 1) store<u32>(to, bswap<u32>((length + 1) << 3), 60);
}

function workBlocks(): void {
  const a0 = bigEndian(block), a1 = bigEndian(block + 64), a2 = bigEndian(block + 128), a3 = bigEndian(block + 192);
  const b0 = bigEndian(block + 16), b1 = bigEndian(block + 80), b2 = bigEndian(block + 144), b3 = bigEndian(block + 208);
  const c0 = bigEndian(block + 32), c1 = bigEndian(block + 96), c2 = bigEndian(block + 160), c3 = bigEndian(block + 224);
  const d0 = bigEndian(block + 48), d1 = bigEndian(block + 112), d2 = bigEndian(block + 176), d3 = bigEndian(block + 240);
  compress(
    word0(a0, a1, a2, a3), word1(a0, a1, a2, a3), word2(a0, a1, a2, a3), word3(a0, a1, a2, a3),
    word0(b0, b1, b2, b3), word1(b0, b1, b2, b3), word2(b0, b1, b2, b3), word3(b0, b1, b2, b3),
    word0(c0, c1, c2, c3), word1(c0, c1, c2, c3), word2(c0, c1, c2, c3), word3(c0, c1, c2, c3),
    word0(d0, d1, d2, d3), word1(d0, d1, d2, d3), word2(d0, d1, d2, d3), word3(d0, d1, d2, d3),
    state,
    state,
  );
}

/** Of `n` hashes makes `n / 2` in their place; `n` is a multiple of eight. */
export function nodes(level: usize, n: i32, stride: usize): void {
  for (let i = 0; i < n; i += 8) {
    const at = level + ((<usize>i) << 2);
    const l0 = left(at), l1 = left(at + stride), l2 = left(at + 2 * stride), l3 = left(at + 3 * stride);
    const l4 = left(at + 4 * stride), l5 = left(at + 5 * stride), l6 = left(at + 6 * stride), l7 = left(at + 7 * stride);
    const r0 = right(at), r1 = right(at + stride), r2 = right(at + 2 * stride), r3 = right(at + 3 * stride);
    const r4 = right(at + 4 * stride), r5 = right(at + 5 * stride), r6 = right(at + 6 * stride), r7 = right(at + 7 * stride);
    begin(first);
    // The byte 1 before both hashes moves all that follows by one byte.
    compress(
      moved(i32x4.splat(1), l0), moved(l0, l1), moved(l1, l2), moved(l2, l3),
      moved(l3, l4), moved(l4, l5), moved(l5, l6), moved(l6, l7),
      moved(l7, r0), moved(r0, r1), moved(r1, r2), moved(r2, r3),
      moved(r3, r4), moved(r4, r5), moved(r5, r6), moved(r6, r7),
      first,
      first,
    );
    compress(
      v128.or(i32x4.shl(r7, 24), i32x4.splat(0x00800000)), zero, zero, zero, zero, zero, zero, zero,
      zero, zero, zero, zero, zero, zero, zero, i32x4.splat(65 * 8),
      first,
      first,
    );
    write(first, level, stride, i >> 1);
  }
}

@inline function left(at: usize): v128 {
  return i32x4.shuffle(v128.load(at), v128.load(at, 16), 0, 2, 4, 6);
}
@inline function right(at: usize): v128 {
  return i32x4.shuffle(v128.load(at), v128.load(at, 16), 1, 3, 5, 7);
}
/** A word of a message that is moved by one byte: the last byte of the word before, and three of its own. */
@inline function moved(before: v128, word: v128): v128 {
  return v128.or(i32x4.shl(before, 24), i32x4.shr_u(word, 8));
}
