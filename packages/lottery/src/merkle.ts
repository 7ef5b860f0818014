import { fromHex, toHex } from "./hex.ts";
import { BLOCK, compress, H, initialState, padded, writeDigest } from "./sha256.ts";
import { Refusal } from "./refusal.ts";

// RFC 6962, 2.1: a leaf is SHA-256(0 || entry), a node SHA-256(1 || left || right), no entries SHA-256 of nothing.

const INITIAL = initialState();
const state = initialState();

/** Padded messages that are written into again and again: a node's, and leaves' by the length of their entry. */
const node = padded(Uint8Array.of(1), 65, 0);
const leaves = new Map<number, Uint8Array>();

function digest(message: Uint8Array): Uint8Array {
  let from = INITIAL;
  for (let start = 0; start < message.length; start += BLOCK) {
    compress(from, message, start, state);
    from = state;
  }
  const hash = new Uint8Array(32);
  writeDigest(state, hash, 0);
  return hash;
}

/** The hash of a leaf, 32 bytes, of an entry: a line's bytes without its end. */
function leafHash(entry: Uint8Array): Uint8Array {
  let message = leaves.get(entry.length);
  if (message === undefined) {
    message = padded(new Uint8Array(), entry.length + 1, 0);
    if (entry.length < 4 * BLOCK) leaves.set(entry.length, message);
  }
  message.set(entry, 1);
  return digest(message);
}

/** The hash of a node over two hashes of 32 bytes. */
function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  node.set(left, 1);
  node.set(right, 33);
  return digest(node);
}

/** What a file is committed to by: its number of lines and the root over them. */
export interface Root {
  readonly count: number;
  readonly root: string;
}

/** The root of a whole subtree of `size` leaves, a power of two. */
export interface Subtree {
  readonly hash: Uint8Array;
  readonly size: number;
}

/** A tree that grows to the right: the roots of the whole subtrees that it has so far, the largest first. */
export class Peaks {
  #count = 0;
  readonly #hashes: Subtree[] = [];

  /** Appends a whole subtree of `size` leaves, a power of two that divides the number of leaves before it. */
  add(hash: Uint8Array, size = 1): void {
    let peak = { hash, size };
    for (let last = this.#hashes.at(-1); last?.size === peak.size; last = this.#hashes.at(-1)) {
      this.#hashes.pop();
      peak = { hash: nodeHash(last.hash, peak.hash), size: 2 * peak.size };
    }
    this.#hashes.push(peak);
    this.#count += size;
  }

  /** The whole subtrees so far, the largest first. */
  get subtrees(): readonly Subtree[] {
    return this.#hashes;
  }

  /** The root of all leaves. */
  root(): Root {
    const hashes = this.#hashes.map(({ hash }) => hash);
    let root = hashes.pop();
    if (root === undefined) return { count: 0, root: H("") };
    for (let peak = hashes.pop(); peak !== undefined; peak = hashes.pop()) root = nodeHash(peak, root);
    return { count: this.#count, root: toHex(root) };
  }
}

/** The number of lines of a file's text and the root over them, in hex. The text ends with a line end or is empty. */
export function rootOf(text: string): Root {
  const bytes = new TextEncoder().encode(text);
  const peaks = new Peaks();
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(10, from);
    peaks.add(leafHash(bytes.subarray(from, end)));
    from = end + 1;
  }
  return peaks.root();
}

/**
 * The inclusion proof (RFC 6962, 2.1.1) of the entry at `index`: hashes in hex from the leaf's sibling up.
 * @throws Refusal if there is no such entry
 */
export function inclusionProof(entries: readonly string[], index: number): string[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= entries.length) {
    throw new Refusal("unknown", `there is no entry ${index}`);
  }
  const encoder = new TextEncoder();
  return path(
    entries.map((entry) => leafHash(encoder.encode(entry))),
    index,
  ).map(toHex);
}

function path(level: Uint8Array[], index: number): Uint8Array[] {
  // Level by level, a last node without a sibling rises as it is: the same tree as by splitting at powers of two.
  const hashes: Uint8Array[] = [];
  for (let at = index; level.length > 1; at = Math.floor(at / 2)) {
    const sibling = level[at ^ 1];
    if (sibling !== undefined) hashes.push(sibling);
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const right = level[i + 1];
      above.push(right === undefined ? (level[i] as Uint8Array) : nodeHash(level[i] as Uint8Array, right));
    }
    level = above;
  }
  return hashes;
}

/** True if `proof` leads from `entry` at `index` of `count` to `root` (RFC 9162, 2.1.3.2). */
export function provesInclusion(
  entry: string,
  index: number,
  proof: readonly string[],
  { count, root }: Root,
): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= count) return false;
  let hash = leafHash(new TextEncoder().encode(entry));
  let at = index;
  let last = count - 1;
  for (const hex of proof) {
    if (last === 0 || !/^[0-9a-f]{64}$/.test(hex)) return false;
    const sibling = fromHex(hex);
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && toHex(hash) === root;
}
