import { at, Refusal } from "./refusal.ts";
import { byBytes, fileOf, linesOf } from "./text.ts";

/** One line of `targets.csv`: an inspection target under its opaque id, its stratum and its profile of needs. */
export interface Target {
  readonly id: string;
  readonly stratum: string;
  readonly profile: string;
}

const FILE = "targets.csv";
const LINE = /^[0-9a-f]{44},[A-Za-z0-9_-]+,[A-Za-z0-9_-]+$/;

/** Reads one line without its end. @throws Refusal on another form */
export function readTarget(line: string): Target {
  if (!LINE.test(line)) throw new Refusal("form", "not id,stratum,profile");
  const comma = line.indexOf(",", 45);
  return { id: line.slice(0, 44), stratum: line.slice(45, comma), profile: line.slice(comma + 1) };
}

/**
 * Reads `targets.csv` target by target, so that a large file needs no list of its own.
 * @throws Refusal with file and line on a line of another form, out of order or repeated
 */
export function* targetsIn(text: string): Generator<Target, void, undefined> {
  let before = "";
  let number = 0;
  for (let from = 0; from < text.length;) {
    number += 1;
    const end = text.indexOf("\n", from);
    if (end < 0) throw new Refusal("form", "the last line has no line end", FILE, number);
    const target = at(FILE, number, () => readTarget(text.slice(from, end)));
    if (target.id <= before) refuseOrder(before, target.id, number);
    before = target.id;
    from = end + 1;
    yield target;
  }
}

/** Refuses a line whose id is not after the one before. @throws Refusal */
export function refuseOrder(before: string, id: string, line: number): never {
  throw new Refusal("order", id === before ? "an id occurs twice" : "ids are not sorted", FILE, line);
}

/** All targets of a `targets.csv`. */
export function readTargets(text: string): Target[] {
  return [...targetsIn(text)];
}

/**
 * Writes `targets.csv` of targets in any order.
 * @throws Refusal on a name of another form or an id that occurs twice
 */
export function writeTargets(targets: Iterable<Target>): string {
  const lines = [...targets]
    .map((target) => `${target.id},${target.stratum},${target.profile}`)
    .toSorted(byBytes);
  const text = fileOf(lines);
  for (const _ of targetsIn(text));
  return text;
}

/** The lines of `targets.csv`, as they are entries of its tree. */
export function targetLines(text: string): string[] {
  return linesOf(FILE, text);
}
