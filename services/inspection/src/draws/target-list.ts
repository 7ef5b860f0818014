import { setImmediate as others } from "node:timers/promises";

/** `targets.csv`, in a memory that threads share. */
export type TargetBytes = Uint8Array<SharedArrayBuffer>;

/** Some lines of `targets.csv`, and the target's code for each. */
export type TargetPart = {
  /** The number of its first line, from 1. */
  firstLine: number;
  /** How many lines it has. */
  lines: number;
  bytes: Uint8Array;
  /** The codes in the order of the lines, one a line. */
  codes: string;
};

/** All of it. Its parts' bytes are those of the whole. */
export type TargetList = { bytes: TargetBytes; parts: readonly TargetPart[]; count: number };

/** A part is that large, and no larger by more than a few thousand lines: it is a row, and is sealed or read while others wait. */
const partBytes = 512 * 1024;
/** Ids are as good as random: by their first three digits they fall into heaps of the same size. */
const digits = 3;
/** How much is put in order at once. */
const linesAtOnce = 500;
const blockBytes = 128 * 1024;
/** What a character may take, and how long a line may be that nobody would write. */
const [mostOfOne, mostOfLine] = [3, 1_024];
const lineEnd = 10;

/**
 * Takes targets in any order and writes `targets.csv` of them. A million are put in order heap by heap, and others have their turn in
 * between; none of them is an object, and none of it is a text, but for what is under way.
 */
export class TargetCollector {
  readonly #blocks: Buffer[] = [];
  #used = blockBytes;
  /** How many bytes each heap will have. */
  readonly #sizes = new Uint32Array(16 ** digits);
  #listBytes = 0;
  #count = 0;

  /** `line` is the target's line without its end. */
  add(line: string, code: string): void {
    const text = `${line} ${code}\n`;
    if (text.length > mostOfLine) throw new RangeError("no target has so long a code");
    let block = this.#blocks.at(-1);
    if (block === undefined || this.#used + mostOfOne * text.length > blockBytes) {
      if (block !== undefined) this.#blocks[this.#blocks.length - 1] = block.subarray(0, this.#used);
      block = Buffer.allocUnsafeSlow(blockBytes);
      this.#blocks.push(block);
      this.#used = 0;
    }
    const written = block.write(text, this.#used, "utf8");
    this.#used += written;
    const heap = heapOf(line);
    this.#sizes[heap] = (this.#sizes[heap] ?? 0) + written;
    this.#listBytes += line.length + 1;
    this.#count += 1;
  }

  /** The list of all that were taken. Nothing is left of them here. */
  async list(): Promise<TargetList> {
    const heaps = await this.#heaps();
    const bytes = new Uint8Array(new SharedArrayBuffer(this.#listBytes));
    const parts: TargetPart[] = [];
    let [codes, from, to, firstLine, line]: [string[], number, number, number, number] = [[], 0, 0, 1, 1];
    const cut = () => {
      if (to === from) return;
      parts.push({
        ...{ firstLine, lines: line - firstLine },
        bytes: bytes.subarray(from, to),
        codes: codes.join("\n"),
      });
      [codes, from, firstLine] = [[], to, line];
    };
    let sinceOthers = 0;
    for (const heap of heaps) {
      if (heap.length === 0) continue;
      const sorted = heap
        .toString("utf8", 0, heap.length - 1)
        .split("\n")
        .toSorted();
      const text = sorted.map((one) => one.slice(0, one.indexOf(" "))).join("\n");
      const lines = Buffer.from(`${text}\n`, "latin1");
      bytes.set(lines, to);
      to += lines.length;
      for (const one of sorted) codes.push(one.slice(one.indexOf(" ") + 1));
      line += sorted.length;
      if (to - from >= partBytes) cut();
      sinceOthers += sorted.length;
      if (sinceOthers < linesAtOnce) continue;
      sinceOthers = 0;
      await others();
    }
    cut();
    return { bytes, parts, count: this.#count };
  }

  /** Whole lines, by the first digits of their ids. */
  async #heaps(): Promise<Buffer[]> {
    const all = Buffer.allocUnsafeSlow(this.#sizes.reduce((sum, size) => sum + size, 0));
    const ends = new Uint32Array(this.#sizes.length);
    for (let heap = 1; heap < ends.length; heap += 1)
      ends[heap] = (ends[heap - 1] ?? 0) + (this.#sizes[heap - 1] ?? 0);
    const last = this.#blocks.length - 1;
    for (const [number, block] of this.#blocks.entries()) {
      const used = number === last ? this.#used : block.length;
      for (let from = 0; from < used;) {
        const end = block.indexOf(lineEnd, from) + 1;
        const heap = heapOf(block.toString("latin1", from, from + digits));
        const at = ends[heap] ?? 0;
        block.copy(all, at, from, end);
        ends[heap] = at + end - from;
        from = end;
      }
      await others();
    }
    this.#blocks.length = 0;
    return Array.from(ends, (end, heap) => all.subarray(end - (this.#sizes[heap] ?? 0), end));
  }
}

/** @throws RangeError where a line does not begin as an id does */
function heapOf(line: string): number {
  const heap = Number.parseInt(line.slice(0, digits), 16);
  if (Number.isNaN(heap)) throw new RangeError("an id is hexadecimal");
  return heap;
}

/** The codes of a list, a part at a time, between which others have their turn. */
export async function* codesIn({ parts }: Pick<TargetList, "parts">): AsyncGenerator<string[]> {
  for (const { codes } of parts) {
    yield codes.split("\n");
    await others();
  }
}
