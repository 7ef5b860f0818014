// SHA-256 (FIPS 180-4) of four messages at a time: lane k of each vector belongs to message k.
// Compare with section 6.2.2 of the standard: its steps 1 to 4 are the four parts of `compress`.

/** Section 4.2.2: the constants. */
const K = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

/** Section 5.3.3: the state before any block, each word in all four lanes. */
@inline export function initial(word: i32): v128 {
  return v128.load32_splat(INITIAL + (word << 2));
}
const INITIAL = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

// Section 4.1.2: the functions.
@inline function add(x: v128, y: v128): v128 { return i32x4.add(x, y); }
@inline function xor(x: v128, y: v128): v128 { return v128.xor(x, y); }
@inline function shr(x: v128, n: i32): v128 { return i32x4.shr_u(x, n); }
@inline function rotr(x: v128, n: i32): v128 { return v128.or(i32x4.shr_u(x, n), i32x4.shl(x, 32 - n)); }
/** Ch: of each bit of `x`, that of `y` where it is 1, else that of `z`. */
@inline function ch(x: v128, y: v128, z: v128): v128 { return xor(z, v128.and(x, xor(y, z))); }
/** Maj: what two of the three have. */
@inline function maj(x: v128, y: v128, z: v128): v128 { return xor(y, v128.and(xor(x, y), xor(y, z))); }
@inline function S0(x: v128): v128 { return xor(xor(rotr(x, 2), rotr(x, 13)), rotr(x, 22)); }
@inline function S1(x: v128): v128 { return xor(xor(rotr(x, 6), rotr(x, 11)), rotr(x, 25)); }
@inline function s0(x: v128): v128 { return xor(xor(rotr(x, 7), rotr(x, 18)), shr(x, 3)); }
@inline function s1(x: v128): v128 { return xor(xor(rotr(x, 17), rotr(x, 19)), shr(x, 10)); }

/** T1 of a round whose constant lies at `k + at`. */
@inline function t1(e: v128, f: v128, g: v128, h: v128, w: v128, k: usize, at: usize): v128 {
  return add(add(add(add(h, v128.load32_splat(k + at)), w), ch(e, f, g)), S1(e));
}
@inline function t2(a: v128, b: v128, c: v128): v128 { return add(S0(a), maj(a, b, c)); }

/**
 * Works a block into the state at `from`, eight vectors, and leaves the new state at `to`, which may be `from`. `w0` to `w15`
 * are the block's words, of all four messages. Instead of moving eight variables after each round, each line takes them by the name that
 * they would have: h becomes T1 + T2 and is the next line's a, d becomes d + T1 and is its e. Rounds 16 to 31 stand apart so
 * that the compiler works out beforehand what follows from words that are the same for all.
 */
@inline export function compress(
  w0: v128, w1: v128, w2: v128, w3: v128, w4: v128, w5: v128, w6: v128, w7: v128,
  w8: v128, w9: v128, w10: v128, w11: v128, w12: v128, w13: v128, w14: v128, w15: v128,
  from: usize, to: usize,
): void {
  let a = v128.load(from, 0), b = v128.load(from, 16), c = v128.load(from, 32), d = v128.load(from, 48);
  let e = v128.load(from, 64), f = v128.load(from, 80), g = v128.load(from, 96), h = v128.load(from, 112);

  h = t1(e, f, g, h, w0, K, 0); d = add(d, h); h = add(h, t2(a, b, c));
  g = t1(d, e, f, g, w1, K, 4); c = add(c, g); g = add(g, t2(h, a, b));
  f = t1(c, d, e, f, w2, K, 8); b = add(b, f); f = add(f, t2(g, h, a));
  e = t1(b, c, d, e, w3, K, 12); a = add(a, e); e = add(e, t2(f, g, h));
  d = t1(a, b, c, d, w4, K, 16); h = add(h, d); d = add(d, t2(e, f, g));
  c = t1(h, a, b, c, w5, K, 20); g = add(g, c); c = add(c, t2(d, e, f));
  b = t1(g, h, a, b, w6, K, 24); f = add(f, b); b = add(b, t2(c, d, e));
  a = t1(f, g, h, a, w7, K, 28); e = add(e, a); a = add(a, t2(b, c, d));
  h = t1(e, f, g, h, w8, K, 32); d = add(d, h); h = add(h, t2(a, b, c));
  g = t1(d, e, f, g, w9, K, 36); c = add(c, g); g = add(g, t2(h, a, b));
  f = t1(c, d, e, f, w10, K, 40); b = add(b, f); f = add(f, t2(g, h, a));
  e = t1(b, c, d, e, w11, K, 44); a = add(a, e); e = add(e, t2(f, g, h));
  d = t1(a, b, c, d, w12, K, 48); h = add(h, d); d = add(d, t2(e, f, g));
  c = t1(h, a, b, c, w13, K, 52); g = add(g, c); c = add(c, t2(d, e, f));
  b = t1(g, h, a, b, w14, K, 56); f = add(f, b); b = add(b, t2(c, d, e));
  a = t1(f, g, h, a, w15, K, 60); e = add(e, a); a = add(a, t2(b, c, d));

  w0 = add(add(w0, s0(w1)), add(w9, s1(w14)));
  h = t1(e, f, g, h, w0, K + 64, 0); d = add(d, h); h = add(h, t2(a, b, c));
  w1 = add(add(w1, s0(w2)), add(w10, s1(w15)));
  g = t1(d, e, f, g, w1, K + 64, 4); c = add(c, g); g = add(g, t2(h, a, b));
  w2 = add(add(w2, s0(w3)), add(w11, s1(w0)));
  f = t1(c, d, e, f, w2, K + 64, 8); b = add(b, f); f = add(f, t2(g, h, a));
  w3 = add(add(w3, s0(w4)), add(w12, s1(w1)));
  e = t1(b, c, d, e, w3, K + 64, 12); a = add(a, e); e = add(e, t2(f, g, h));
  w4 = add(add(w4, s0(w5)), add(w13, s1(w2)));
  d = t1(a, b, c, d, w4, K + 64, 16); h = add(h, d); d = add(d, t2(e, f, g));
  w5 = add(add(w5, s0(w6)), add(w14, s1(w3)));
  c = t1(h, a, b, c, w5, K + 64, 20); g = add(g, c); c = add(c, t2(d, e, f));
  w6 = add(add(w6, s0(w7)), add(w15, s1(w4)));
  b = t1(g, h, a, b, w6, K + 64, 24); f = add(f, b); b = add(b, t2(c, d, e));
  w7 = add(add(w7, s0(w8)), add(w0, s1(w5)));
  a = t1(f, g, h, a, w7, K + 64, 28); e = add(e, a); a = add(a, t2(b, c, d));
  w8 = add(add(w8, s0(w9)), add(w1, s1(w6)));
  h = t1(e, f, g, h, w8, K + 64, 32); d = add(d, h); h = add(h, t2(a, b, c));
  w9 = add(add(w9, s0(w10)), add(w2, s1(w7)));
  g = t1(d, e, f, g, w9, K + 64, 36); c = add(c, g); g = add(g, t2(h, a, b));
  w10 = add(add(w10, s0(w11)), add(w3, s1(w8)));
  f = t1(c, d, e, f, w10, K + 64, 40); b = add(b, f); f = add(f, t2(g, h, a));
  w11 = add(add(w11, s0(w12)), add(w4, s1(w9)));
  e = t1(b, c, d, e, w11, K + 64, 44); a = add(a, e); e = add(e, t2(f, g, h));
  w12 = add(add(w12, s0(w13)), add(w5, s1(w10)));
  d = t1(a, b, c, d, w12, K + 64, 48); h = add(h, d); d = add(d, t2(e, f, g));
  w13 = add(add(w13, s0(w14)), add(w6, s1(w11)));
  c = t1(h, a, b, c, w13, K + 64, 52); g = add(g, c); c = add(c, t2(d, e, f));
  w14 = add(add(w14, s0(w15)), add(w7, s1(w12)));
  b = t1(g, h, a, b, w14, K + 64, 56); f = add(f, b); b = add(b, t2(c, d, e));
  w15 = add(add(w15, s0(w0)), add(w8, s1(w13)));
  a = t1(f, g, h, a, w15, K + 64, 60); e = add(e, a); a = add(a, t2(b, c, d));

  for (let k: usize = K + 128; k < K + 256; k += 64) {
  w0 = add(add(w0, s0(w1)), add(w9, s1(w14)));
  h = t1(e, f, g, h, w0, k, 0); d = add(d, h); h = add(h, t2(a, b, c));
  w1 = add(add(w1, s0(w2)), add(w10, s1(w15)));
  g = t1(d, e, f, g, w1, k, 4); c = add(c, g); g = add(g, t2(h, a, b));
  w2 = add(add(w2, s0(w3)), add(w11, s1(w0)));
  f = t1(c, d, e, f, w2, k, 8); b = add(b, f); f = add(f, t2(g, h, a));
  w3 = add(add(w3, s0(w4)), add(w12, s1(w1)));
  e = t1(b, c, d, e, w3, k, 12); a = add(a, e); e = add(e, t2(f, g, h));
  w4 = add(add(w4, s0(w5)), add(w13, s1(w2)));
  d = t1(a, b, c, d, w4, k, 16); h = add(h, d); d = add(d, t2(e, f, g));
  w5 = add(add(w5, s0(w6)), add(w14, s1(w3)));
  c = t1(h, a, b, c, w5, k, 20); g = add(g, c); c = add(c, t2(d, e, f));
  w6 = add(add(w6, s0(w7)), add(w15, s1(w4)));
  b = t1(g, h, a, b, w6, k, 24); f = add(f, b); b = add(b, t2(c, d, e));
  w7 = add(add(w7, s0(w8)), add(w0, s1(w5)));
  a = t1(f, g, h, a, w7, k, 28); e = add(e, a); a = add(a, t2(b, c, d));
  w8 = add(add(w8, s0(w9)), add(w1, s1(w6)));
  h = t1(e, f, g, h, w8, k, 32); d = add(d, h); h = add(h, t2(a, b, c));
  w9 = add(add(w9, s0(w10)), add(w2, s1(w7)));
  g = t1(d, e, f, g, w9, k, 36); c = add(c, g); g = add(g, t2(h, a, b));
  w10 = add(add(w10, s0(w11)), add(w3, s1(w8)));
  f = t1(c, d, e, f, w10, k, 40); b = add(b, f); f = add(f, t2(g, h, a));
  w11 = add(add(w11, s0(w12)), add(w4, s1(w9)));
  e = t1(b, c, d, e, w11, k, 44); a = add(a, e); e = add(e, t2(f, g, h));
  w12 = add(add(w12, s0(w13)), add(w5, s1(w10)));
  d = t1(a, b, c, d, w12, k, 48); h = add(h, d); d = add(d, t2(e, f, g));
  w13 = add(add(w13, s0(w14)), add(w6, s1(w11)));
  c = t1(h, a, b, c, w13, k, 52); g = add(g, c); c = add(c, t2(d, e, f));
  w14 = add(add(w14, s0(w15)), add(w7, s1(w12)));
  b = t1(g, h, a, b, w14, k, 56); f = add(f, b); b = add(b, t2(c, d, e));
  w15 = add(add(w15, s0(w0)), add(w8, s1(w13)));
  a = t1(f, g, h, a, w15, k, 60); e = add(e, a); a = add(a, t2(b, c, d));
  }

  v128.store(to, add(v128.load(from, 0), a), 0);
  v128.store(to, add(v128.load(from, 16), b), 16);
  v128.store(to, add(v128.load(from, 32), c), 32);
  v128.store(to, add(v128.load(from, 48), d), 48);
  v128.store(to, add(v128.load(from, 64), e), 64);
  v128.store(to, add(v128.load(from, 80), f), 80);
  v128.store(to, add(v128.load(from, 96), g), 96);
  v128.store(to, add(v128.load(from, 112), h), 112);
}
