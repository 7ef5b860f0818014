import { hash } from "node:crypto";

/** Tells of each key whether the file has had it before, and in which row. */
export type Repeats = {
  /** In which row a key came first; undefined where it comes now, in `row`. */
  firstRowOf(path: string, value: string, row: number): number | undefined;
  /** Whether it has come. */
  has(path: string, value: string): boolean;
};

const beginning = 1024;

/**
 * Remembers the keys of a file by 64 bits of their hashes, in 12 bytes each: a million of them take 25 MB, and that two are taken
 * for one comes about once in thirty million such files.
 */
export function repeatsOf(): Repeats {
  let size = beginning;
  let kept = 0;
  let high = new Uint32Array(size);
  let low = new Uint32Array(size);
  let rows = new Uint32Array(size);
  /** Where a key is, or would be. */
  const placeOf = (one: number, other: number): number => {
    let at = one % size;
    while (rows[at] !== 0 && (high[at] !== one || low[at] !== other)) at = (at + 1) % size;
    return at;
  };
  const grow = () => {
    const before = { high, low, rows };
    size *= 2;
    [high, low, rows] = [new Uint32Array(size), new Uint32Array(size), new Uint32Array(size)];
    before.rows.forEach((row, from) => {
      if (row === 0) return;
      const [one = 0, other = 0] = [before.high[from], before.low[from]];
      const at = placeOf(one, other);
      [high[at], low[at], rows[at]] = [one, other, row];
    });
  };
  const halvesOf = (path: string, value: string): [number, number] => {
    const bytes = hash("sha256", `${path}\n${value}`, "buffer");
    return [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
  };
  return {
    has: (path, value) => rows[placeOf(...halvesOf(path, value))] !== 0,
    firstRowOf(path, value, row) {
      const [one, other] = halvesOf(path, value);
      const at = placeOf(one, other);
      const first = rows[at] ?? 0;
      if (first !== 0) return first;
      [high[at], low[at], rows[at]] = [one, other, row];
      kept += 1;
      if (kept * 2 > size) grow();
      return undefined;
    },
  };
}
