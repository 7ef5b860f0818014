import { folded } from "@shuangsui/contracts";
import { pinyin } from "pinyin-pro";

/** In which part of its words something is looked for. */
export type WordsPart = "names" | "people" | "permits";

/** Where the parts begin. Words in folded form have no capitals. */
export const partMarks = { people: "P", permits: "L" } as const;

/**
 * What an entry is found by, in folded form, each on a line: what it is called, with initials where it has a Chinese name, and
 * apart from that who is in charge and which permits it holds.
 */
export function wordsOfEntry({
  name,
  besides = [],
  people = [],
  permits = [],
}: {
  name: string;
  /** Codes and other names. */
  besides?: readonly (string | null)[];
  people?: readonly string[];
  permits?: readonly string[];
}): string {
  const lines = (texts: readonly (string | null)[]) =>
    texts.flatMap((text) => (text === null ? [] : [folded(text)]));
  const named = lines([name, ...besides]);
  const initials = initialsOf(name);
  return [
    ...(named.includes(initials) ? named : [...named, initials]),
    // People stand before permits, also where nobody is named.
    ...lines(people.length === 0 && permits.length > 0 ? [""] : people).map((line, index) =>
      index === 0 ? partMarks.people + line : line,
    ),
    ...lines(permits).map((line, index) => (index === 0 ? partMarks.permits + line : line)),
  ].join("\n");
}

const first = { pattern: "first", toneType: "none", type: "array", nonZh: "consecutive" } as const;

/**
 * What a name is called by its initials in pinyin, in folded form: 芒市第3建筑公司 is msd3jzgs. A character that is read in several
 * ways stands as the words around it have it read.
 */
export function initialsOf(name: string): string {
  const written = name.normalize("NFKC");
  const initials = Array.from(written, initialOf);
  // Who looks at the words around costs several times as much.
  return folded((initials.includes(null) ? pinyin(written, first) : initials).join(""));
}

const known = new Map<string, string | null>();

/** A character's initial; null where it has several. */
function initialOf(character: string): string | null {
  const before = known.get(character);
  if (before !== undefined) return before;
  const readings = new Set(pinyin(character, { ...first, multiple: true }));
  const [initial = character] = readings;
  known.set(character, readings.size > 1 ? null : initial);
  return initialOf(character);
}
