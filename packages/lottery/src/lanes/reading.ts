import { Peaks, type Subtree } from "../merkle.ts";
import { at as inLine, Refusal } from "../refusal.ts";
import { readTarget, refuseOrder } from "../targets.ts";
import { CHUNK, Lane } from "./lane.ts";
import { linesOf, type Offers } from "./offers.ts";
import type { Source } from "./source.ts";

/**
 * A part of the file: bytes from `from` to before `to`, whole lines. The first is line `line` of the file, from 1, and comes after the line
 * `before`, an empty text where it is the first of all.
 */
export type Part = {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly before: string;
};

/** A line of the file without its end, and its number, from 1. */
export type Line = { readonly text: string; readonly line: number };

/** What is asked of each part of a file. */
export type Asked = {
  /** To survey it: the ids whose lines are needed, sorted. */
  readonly wanted?: readonly string[];
  /** What may be drawn of it under a seed: tickets up to a limit of their first 32 bits, by the stratum. No limit, no tickets. */
  readonly drawn?: { readonly seed: string; readonly limits: ReadonlyMap<string, number> };
};

/** What a part tells. */
export type Told = {
  /** How many lines of each kind, by `stratum,profile`. */
  readonly counts: ReadonlyMap<string, number>;
  /** The first line of each kind that the lane had not met before. */
  readonly learned: readonly Line[];
  /** Of those that are wanted. */
  readonly found: readonly Line[];
  /** Of its lines, one after the other: of a part of the usual length one alone, so that a hundred million lines leave few to keep. */
  readonly subtrees: readonly Subtree[];
  readonly offers: Offers;
};

const FILE = "targets.csv";
/** Bytes of a chunk, as long as nothing is known of its lines. */
const GUESS = 64 * CHUNK;

/** Reads a part into the lane, a chunk at a time. Gives each one's first line. @throws Refusal where the last line has no end */
export function* chunksOf(lane: Lane, source: Source, part: Part): Generator<Part, void, undefined> {
  let size = GUESS;
  let { from, line, before } = part;
  while (from < part.to) {
    const asked = Math.min(size, part.to - from);
    if (source.read(lane.room(asked), from) < asked)
      throw new Error("the file became shorter while it was read");
    const { lines, bytes } = lane.scan(asked);
    if (lines < CHUNK && from + asked < part.to) {
      // Lines are longer than was thought.
      size *= 2;
      continue;
    }
    if (lines === 0) throw new Refusal("form", "the last line has no line end", FILE, line);
    yield { from, to: from + bytes, line, before };
    line += lines;
    before = lane.line(lines - 1);
    from += bytes;
    size = Math.ceil(bytes * 1.02) + 1024;
  }
}

/** Reads the parts of a file that it is given, in the order of the file. */
export function openReading(
  module: WebAssembly.Module,
  source: Source,
  { wanted, drawn }: Asked,
): (part: Part) => Told {
  const lane = new Lane(module);
  if (drawn !== undefined) lane.setSeed(drawn.seed);
  return (part) => readPart(lane, source, part, { wanted, limits: drawn?.limits });
}

type Reading = {
  readonly wanted: readonly string[] | undefined;
  readonly limits: ReadonlyMap<string, number> | undefined;
};

/** @throws Refusal, TooManyKinds */
function readPart(lane: Lane, source: Source, part: Part, { wanted, limits }: Reading): Told {
  const [learned, found]: [Line[], Line[]] = [[], []];
  const tree = new Peaks();
  const [texts, records]: [string[], Uint8Array[]] = [[], []];
  const lineAt = (index: number, line: number): Line => ({ text: lane.line(index), line: line + index });
  for (const { line, before } of chunksOf(lane, source, part)) {
    lane.setBefore(before);
    const good = wanted === undefined ? lane.lines : lane.check();
    lane.classify(good, (_, index) => {
      const one = lineAt(index, line);
      const { stratum } = inLine(FILE, one.line, () => readTarget(one.text));
      learned.push(one);
      lane.setLimit(limits?.get(stratum) ?? 0);
    });
    if (good < lane.lines) refuseLine(good === 0 ? before : lane.line(good - 1), lineAt(good, line));
    if (wanted !== undefined) {
      for (const index of placesOf(lane, wanted)) found.push(lineAt(index, line));
      for (const { hash, size } of lane.subtrees()) tree.add(hash, size);
    }
    if (limits === undefined) continue;
    const some = lane.tickets(line);
    for (const each of linesOf(some)) texts.push(lane.line(each - line), "\n");
    records.push(some);
  }
  const offers = { text: texts.join(""), records: Uint8Array.from(Buffer.concat(records)) };
  return { counts: lane.takeCounts(), learned, found, subtrees: tree.subtrees, offers };
}

/** Refuses a line that is of another form or not after the one before. @throws Refusal */
function refuseLine(before: string, { text, line }: Line): never {
  const { id } = inLine(FILE, line, () => readTarget(text));
  return refuseOrder(before.slice(0, 44), id, line);
}

/** The lines of the lane's chunk, `index` from 0, whose ids are wanted. */
function placesOf(lane: Lane, wanted: readonly string[]): number[] {
  const last = lane.line(lane.lines - 1);
  const places: number[] = [];
  for (
    let next = firstFrom(wanted.length, (i) => (wanted[i] as string) >= lane.line(0).slice(0, 44));
    ;
    next += 1
  ) {
    const id = wanted[next];
    if (id === undefined || id > last) return places;
    const place = firstFrom(lane.lines, (index) => lane.line(index) >= id);
    if (lane.line(place).startsWith(`${id},`)) places.push(place);
  }
}

/** The first of `count` numbers from 0 from which on something holds. */
function firstFrom(count: number, holds: (i: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
