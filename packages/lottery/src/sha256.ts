// SHA-256 (FIPS 180-4) in plain TypeScript: the same code in Node, a browser and a worker. For the short texts of a
// draw it is faster than a call into the platform's library, since the state after a first block can be kept.

const K = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);

const INITIAL = new Int32Array([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

/** Bytes of one block. */
export const BLOCK = 64;

const words = new Int32Array(64);

/** The state before any block: eight words, a copy of one's own. */
export function initialState(): Int32Array {
  return INITIAL.slice();
}

/**
 * Works the 64 bytes of `block` from `start` into `from` and leaves the new state in `to` (which may be `from`).
 */
export function compress(from: Int32Array, block: Uint8Array, start: number, to: Int32Array): void {
  const w = words;
  for (let i = 0, at = start; i < 16; i++, at += 4) {
    w[i] =
      ((block[at] as number) << 24) |
      ((block[at + 1] as number) << 16) |
      ((block[at + 2] as number) << 8) |
      (block[at + 3] as number);
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] as number;
    const y = w[i - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0;
  }
  let a = from[0] as number;
  let b = from[1] as number;
  let c = from[2] as number;
  let d = from[3] as number;
  let e = from[4] as number;
  let f = from[5] as number;
  let g = from[6] as number;
  let h = from[7] as number;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + (K[i] as number) + (w[i] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  to[0] = ((from[0] as number) + a) | 0;
  to[1] = ((from[1] as number) + b) | 0;
  to[2] = ((from[2] as number) + c) | 0;
  to[3] = ((from[3] as number) + d) | 0;
  to[4] = ((from[4] as number) + e) | 0;
  to[5] = ((from[5] as number) + f) | 0;
  to[6] = ((from[6] as number) + g) | 0;
  to[7] = ((from[7] as number) + h) | 0;
}

/**
 * A message's last bytes with the padding after them, as whole blocks.
 * @param start what the last bytes begin with; the rest up to `length` is left zero, to be filled in
 * @param length how many last bytes there are
 * @param before how many bytes of the message come before these, in whole blocks
 */
export function padded(start: Uint8Array, length: number, before: number): Uint8Array {
  const rest = new Uint8Array(Math.ceil((length + 9) / BLOCK) * BLOCK);
  rest.set(start);
  rest[length] = 0x80;
  new DataView(rest.buffer).setBigUint64(rest.length - 8, BigInt(before + length) * 8n);
  return rest;
}

/** Writes the 32 bytes of a final state into `bytes` at `start`. */
export function writeDigest(state: Int32Array, bytes: Uint8Array, start: number): void {
  for (let i = 0, to = start; i < 8; i++, to += 4) {
    const word = state[i] as number;
    bytes[to] = word >>> 24;
    bytes[to + 1] = word >>> 16;
    bytes[to + 2] = word >>> 8;
    bytes[to + 3] = word;
  }
}

/** A final state in 64 lower-case hex characters. */
export function hexOf(state: Int32Array): string {
  let text = "";
  for (let i = 0; i < 8; i++) text += ((state[i] as number) >>> 0).toString(16).padStart(8, "0");
  return text;
}

function stateOf(message: Uint8Array): Int32Array {
  const state = initialState();
  const before = message.length - (message.length % BLOCK);
  for (let start = 0; start < before; start += BLOCK) compress(state, message, start, state);
  const rest = padded(message.subarray(before), message.length - before, before);
  for (let start = 0; start < rest.length; start += BLOCK) compress(state, rest, start, state);
  return state;
}

/** SHA-256 of bytes: 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array {
  const digest = new Uint8Array(32);
  writeDigest(stateOf(message), digest, 0);
  return digest;
}

/** `H(text)`: SHA-256 of the UTF-8 bytes (or of bytes as they are) in lower-case hex. */
export function H(message: string | Uint8Array): string {
  return hexOf(stateOf(typeof message === "string" ? new TextEncoder().encode(message) : message));
}
