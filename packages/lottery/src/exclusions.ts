import { Refusal } from "./refusal.ts";
import { byBytes, fileOf, linesOf } from "./text.ts";

/** One line of `exclusions.csv`: a conflict of interest of an inspector with a target, declared before the draw. */
export interface Exclusion {
  readonly number: number;
  readonly id: string;
}

/** Who is excluded from what: target id to roster numbers. */
export type Exclusions = ReadonlyMap<string, ReadonlySet<number>>;

const FILE = "exclusions.csv";
const LINE = /^([1-9][0-9]{0,14}),([0-9a-f]{44})$/;

/**
 * Reads `exclusions.csv`.
 * @throws Refusal with file and line on a line of another form, out of order or repeated
 */
export function readExclusions(text: string): Exclusion[] {
  let before: Exclusion = { number: 0, id: "" };
  return linesOf(FILE, text).map((line, i) => {
    const found = LINE.exec(line);
    if (found === null) throw new Refusal("form", "not number,id", FILE, i + 1);
    const exclusion = { number: Number(found[1]), id: found[2] as string };
    if (byNumberAndId(before, exclusion) >= 0)
      throw new Refusal("order", "not sorted and unique", FILE, i + 1);
    before = exclusion;
    return exclusion;
  });
}

/** Writes `exclusions.csv` of pairs in any order; a pair declared twice is written once. */
export function writeExclusions(exclusions: Iterable<Exclusion>): string {
  const lines = [...exclusions].toSorted(byNumberAndId).map(({ number, id }) => `${number},${id}`);
  const text = fileOf([...new Set(lines)]);
  readExclusions(text);
  return text;
}

/** The targets' ids that a text of `exclusions.csv` names, whatever is wrong with it: what a survey has to find. */
export function excludedIds(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(/,([0-9a-f]{44})$/gm), ([, id]) => id as string));
}

/** Pairs as a map from target id to the numbers excluded from it. */
export function exclusionsById(exclusions: Iterable<Exclusion>): Exclusions {
  const byId = new Map<string, Set<number>>();
  for (const { number, id } of exclusions) {
    const numbers = byId.get(id);
    if (numbers === undefined) byId.set(id, new Set([number]));
    else numbers.add(number);
  }
  return byId;
}

/** The same with one more pair; the given map stays as it is. */
export function withExclusion(exclusions: Exclusions, { number, id }: Exclusion): Exclusions {
  return new Map(exclusions).set(id, new Set([...(exclusions.get(id) ?? []), number]));
}

/** Order of number as an integer, then of id. */
export function byNumberAndId(a: Exclusion, b: Exclusion): number {
  return a.number - b.number || byBytes(a.id, b.id);
}
