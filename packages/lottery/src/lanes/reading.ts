import { Peaks, type Subtree } from "../merkle.ts";
import { at as inLine, Refusal } from "../refusal.ts";
import { readTarget, refuseOrder } from "../targets.ts";
import { CHUNK, type Lane } from "./lane.ts";
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

/** What a survey learns of a part. */
export type Surveyed = {
  /** How many lines of each kind, by `stratum,profile`. */
  readonly counts: ReadonlyMap<string, number>;
  /** The first line of each kind that the lane had not met before. */
  readonly learned: readonly Line[];
  /** Of those that are wanted. */
  readonly found: readonly Line[];
  readonly subtrees: readonly Subtree[];
};

/** What a selection learns of a part. */
export type Offered = {
  readonly counts: ReadonlyMap<string, number>;
  /** The lines whose tickets are small enough, each with its end; their numbers, from 1; and the tickets, 32 bytes each. */
  readonly text: string;
  readonly lines: Uint32Array;
  readonly tickets: Uint8Array;
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

/** Checks a part and tells what it has. `wanted`: sorted ids whose lines are needed. @throws Refusal, TooManyKinds */
export function surveyPart(lane: Lane, source: Source, part: Part, wanted: readonly string[]): Surveyed {
  const peaks = new Peaks();
  const learned: Line[] = [];
  const found: Line[] = [];
  const lineAt = (index: number, line: number): Line => ({ text: lane.line(index), line: line + index });
  for (const { line, before } of chunksOf(lane, source, part)) {
    lane.setBefore(before);
    const good = lane.check();
    lane.classify(good, (_, index) => {
      const one = lineAt(index, line);
      inLine(FILE, one.line, () => readTarget(one.text));
      learned.push(one);
    });
    if (good < lane.lines) refuseLine(good === 0 ? before : lane.line(good - 1), lineAt(good, line));
    for (const index of placesOf(lane, wanted)) found.push(lineAt(index, line));
    for (const { hash, size } of lane.subtrees()) peaks.add(hash, size);
  }
  return { counts: lane.takeCounts(), learned, found, subtrees: peaks.subtrees };
}

/**
 * The lines of a part whose tickets are within a limit, up to which `limitOf` gives their first 32 bits by the stratum.
 * @throws Refusal, TooManyKinds
 */
export function offerPart(
  lane: Lane,
  source: Source,
  part: Part,
  limitOf: (stratum: string) => number,
): Offered {
  const [texts, lines, tickets]: [string[], number[], Uint8Array[]] = [[], [], []];
  for (const { line } of chunksOf(lane, source, part)) {
    lane.classify(lane.lines, (_, index) => {
      const target = inLine(FILE, line + index, () => readTarget(lane.line(index)));
      lane.setLimit(inLine(FILE, line + index, () => limitOf(target.stratum)));
    });
    for (const { index, ticket } of lane.tickets()) {
      texts.push(lane.line(index), "\n");
      lines.push(line + index);
      tickets.push(ticket);
    }
  }
  return {
    counts: lane.takeCounts(),
    // One text and two arrays: to tell of as many objects as there are lines would cost more than their tickets.
    text: texts.join(""),
    lines: Uint32Array.from(lines),
    tickets: Uint8Array.from(Buffer.concat(tickets)),
  };
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
