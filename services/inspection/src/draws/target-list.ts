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
/** Ids are as good as random: by their first two digits they fall into heaps of the same size. */
const heaps = 256;
const firstRoom = 1_024;

/**
 * Takes targets in any order and writes `targets.csv` of them. A million is sorted heap by heap, and others have their turn in
 * between; none of it is a text or an object for each target.
 */
export class TargetCollector {
  readonly #heaps = Array.from({ length: heaps }, () => ({ bytes: Buffer.alloc(0), used: 0 }));
  #listBytes = 0;
  #count = 0;

  /** `line` is the target's line without its end. */
  add(line: string, code: string): void {
    const heap = this.#heaps[Number.parseInt(line.slice(0, 2), 16)];
    if (heap === undefined) throw new RangeError("an id is hexadecimal");
    const text = `${line} ${code}\n`;
    if (heap.used + 3 * text.length > heap.bytes.length) {
      const room = Buffer.allocUnsafeSlow(Math.max(firstRoom, 2 * heap.bytes.length, 3 * text.length));
      heap.bytes.copy(room, 0, 0, heap.used);
      heap.bytes = room;
    }
    heap.used += heap.bytes.write(text, heap.used, "utf8");
    this.#listBytes += line.length + 1;
    this.#count += 1;
  }

  /** The list of all that were taken. Nothing is left of them here. */
  async list(): Promise<TargetList> {
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
    for (const heap of this.#heaps) {
      const sorted = heap.bytes.toString("utf8", 0, heap.used).split("\n").slice(0, -1).toSorted();
      [heap.bytes, heap.used] = [Buffer.alloc(0), 0];
      const text = sorted.map((one) => one.slice(0, one.indexOf(" "))).join("\n");
      if (sorted.length > 0) {
        const lines = Buffer.from(`${text}\n`, "latin1");
        bytes.set(lines, to);
        to += lines.length;
      }
      for (const one of sorted) codes.push(one.slice(one.indexOf(" ") + 1));
      line += sorted.length;
      if (to - from >= partBytes) cut();
      await others();
    }
    cut();
    return { bytes, parts, count: this.#count };
  }
}

/** The codes of a list, a part at a time, between which others have their turn. */
export async function* codesIn({ parts }: Pick<TargetList, "parts">): AsyncGenerator<string[]> {
  for (const { codes } of parts) {
    yield codes.split("\n");
    await others();
  }
}
