import type { Subtree } from "../merkle.ts";
import { compress, initialState } from "../sha256.ts";
import type { Kernel } from "./module.ts";

/** Lines of a chunk: as many as a whole subtree of the Merkle tree has leaves. */
export const CHUNK = 4096;
/** Bytes of a ticket with the number of its line. */
export const RECORD = 36;
/** How many kinds of lines a file may have here: plain code reads those that have more. */
const KINDS = 2000;
/** Bytes for what these kinds are called. */
const NAMES = 256 * 1024;
/** What the kernel reads past the end of the text at most, and before its beginning. */
const SLACK = 128;
const PAGE = 65_536;

/** A file has more kinds of lines than fit here. */
export class TooManyKinds extends Error {}

/** Where in the kernel's memory what lies. */
type Layout = Record<
  "starts" | "kindOf" | "counts" | "limits" | "before" | "level" | "found" | "names" | "text",
  number
>;

function layoutFrom(free: number): Layout {
  let at = Math.ceil(free / 64) * 64;
  const take = (bytes: number): number => {
    const taken = at;
    at += Math.ceil(bytes / 64) * 64;
    return taken;
  };
  return {
    starts: take(4 * (CHUNK + 1)),
    kindOf: take(2 * CHUNK),
    counts: take(4 * KINDS),
    limits: take(4 * KINDS),
    before: take(64),
    level: take(4 * 8 * CHUNK),
    found: take(RECORD * CHUNK),
    names: take(NAMES),
    text: take(SLACK) + SLACK,
  };
}

/** The kernel with a memory of its own, into which the lines of one chunk at a time are read. */
export class Lane {
  readonly #memory = new WebAssembly.Memory({ initial: 16 });
  readonly #kernel: Kernel;
  readonly #at: Layout;
  readonly #kinds: string[] = [];
  #bytes: Buffer;
  #words: Uint32Array;
  #named = 0;
  #lines = 0;

  constructor(module: WebAssembly.Module) {
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#memory, abort: () => {} } });
    this.#kernel = exports as Kernel;
    this.#at = layoutFrom(this.#kernel.free());
    this.#bytes = Buffer.from(this.#memory.buffer);
    this.#words = new Uint32Array(this.#memory.buffer);
  }

  /** Room for so many bytes of text. They stay until the next `room` or `scan`. */
  room(size: number): Uint8Array {
    const missing = this.#at.text + size + SLACK - this.#bytes.length;
    if (missing > 0) {
      this.#memory.grow(Math.ceil(missing / PAGE));
      this.#bytes = Buffer.from(this.#memory.buffer);
      this.#words = new Uint32Array(this.#memory.buffer);
    }
    return this.#bytes.subarray(this.#at.text, this.#at.text + size);
  }

  /** Finds the lines, at most those of a chunk, in the first `size` bytes. Gives how many bytes these lines have. */
  scan(size: number): { lines: number; bytes: number } {
    const { text, starts } = this.#at;
    this.#bytes.fill(0, text + size, text + size + SLACK);
    this.#lines = this.#kernel.scan(text, text + size, starts, CHUNK);
    return { lines: this.#lines, bytes: this.#start(this.#lines) - text };
  }

  /** How many lines the chunk has. */
  get lines(): number {
    return this.#lines;
  }

  /** A line without its end, `index` from 0. Bytes that are no ASCII are read as some other character. */
  line(index: number): string {
    return this.#bytes.toString("latin1", this.#start(index), this.#start(index + 1) - 1);
  }

  /** The line that comes before the first one; an empty text where none does. */
  setBefore(line: string): void {
    this.#bytes.fill(0, this.#at.before, this.#at.before + 44);
    this.#bytes.write(line.slice(0, 44), this.#at.before, "latin1");
  }

  /** The number of lines from the first whose ids are of the form and in order. */
  check(): number {
    return this.#kernel.check(this.#at.starts, this.#lines, this.#at.before);
  }

  /**
   * Tells the kinds of the lines before `end`. `learn` is told of each that this lane has not met before: what it is called,
   * `stratum,profile`, and its first line. @throws TooManyKinds
   */
  classify(end: number, learn: (name: string, index: number) => void): void {
    const { starts, kindOf, counts } = this.#at;
    let first = 0;
    for (;;) {
      first = this.#kernel.classify(starts, first, end, kindOf, counts);
      if (first === end) return;
      const after = this.#start(first + 1);
      const bytes = Uint8Array.from(this.#bytes.subarray(Math.min(this.#start(first) + 44, after), after));
      const name = this.line(first).slice(45);
      learn(name, first);
      const at = this.#at.names + this.#named;
      if (this.#kinds.length === KINDS || this.#named + bytes.length > NAMES) throw new TooManyKinds(name);
      this.#bytes.set(bytes, at);
      this.#named += bytes.length;
      this.#kernel.learn(at, bytes.length);
      this.#kinds.push(name);
    }
  }

  /** How many lines of each kind there were since the last call. */
  takeCounts(): Map<string, number> {
    const from = this.#at.counts / 4;
    const counts = new Map(this.#kinds.map((name, kind) => [name, this.#words[from + kind] as number]));
    this.#words.fill(0, from, from + KINDS);
    return counts;
  }

  /** Sets the seed of 64 hex characters, under which tickets are worked out. */
  setSeed(seed: string): void {
    const state = initialState();
    compress(state, new TextEncoder().encode(seed), 0, state);
    state.forEach((word, index) => this.#kernel.seed(index, word));
  }

  /** Up to which first 32 bits a ticket of the newest kind is of interest. */
  setLimit(limit: number): void {
    this.#words[this.#at.limits / 4 + this.#kinds.length] = limit;
  }

  /**
   * The tickets within the limits of their kinds, `RECORD` bytes each: the number of its line, where the chunk's first has `line`, as a
   * 32-bit number with its least byte first, and the ticket's 32 bytes.
   */
  tickets(line: number): Uint8Array {
    const { starts, kindOf, limits, found } = this.#at;
    const count = this.#kernel.tickets(starts, kindOf, this.#lines, limits, found, line);
    return Uint8Array.from(this.#bytes.subarray(found, found + RECORD * count));
  }

  /** The whole subtrees over the lines, the largest first, each with how many leaves it has. */
  subtrees(): Subtree[] {
    const { starts, level } = this.#at;
    this.#kernel.leaves(starts, this.#lines, level, 4 * CHUNK);
    const subtrees: Subtree[] = [];
    for (let from = 0; from < this.#lines;) {
      const size = 2 ** Math.floor(Math.log2(this.#lines - from));
      let left = size;
      for (; left >= 8; left /= 2) this.#kernel.nodes(level + 4 * from, left, 4 * CHUNK);
      for (let i = 0; i < left; i += 1) subtrees.push({ size: size / left, hash: this.#hash(from + i) });
      from += size;
    }
    return subtrees;
  }

  /** Hash `i` of the level, of which the kernel has each word apart. */
  #hash(i: number): Uint8Array {
    const hash = new Uint8Array(32);
    const view = new DataView(hash.buffer);
    const from = this.#at.level / 4 + i;
    for (let word = 0; word < 8; word += 1)
      view.setUint32(4 * word, this.#words[from + word * CHUNK] as number);
    return hash;
  }

  #start(index: number): number {
    return this.#words[this.#at.starts / 4 + index] as number;
  }
}
