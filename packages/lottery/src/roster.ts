import { hex64, integer, object, oneOf, readJson, sortedNames, type Form } from "./json-form.ts";
import { at, Refusal } from "./refusal.ts";
import { byBytes, fileOf, linesOf } from "./text.ts";

/** Officers hold enforcement types, experts have specialties; each kind is dealt from a deck of its own. */
export type Kind = "officer" | "expert";

/** One line of `roster.ndjson`: an inspector as a numbered ball. */
export interface Member {
  readonly number: number;
  readonly kind: Kind;
  readonly types: readonly string[];
  readonly specialties: readonly string[];
  readonly identityHash: string;
}

const FILE = "roster.ndjson";

const memberForm: Form<Member> = object({
  number: integer(1),
  kind: oneOf("officer", "expert"),
  types: sortedNames,
  specialties: sortedNames,
  identityHash: hex64,
});

/**
 * Reads `roster.ndjson`.
 * @throws Refusal with file and line on a line of another form, a number out of order or an inspector entered twice
 */
export function readRoster(text: string): Member[] {
  const seen = new Set<string>();
  return linesOf(FILE, text).map((line, i) =>
    at(FILE, i + 1, () => {
      const member = readJson(line, memberForm);
      if (member.number !== i + 1) throw new Refusal("order", `number ${member.number} is not ${i + 1}`);
      if (seen.has(member.identityHash)) throw new Refusal("order", "an identityHash occurs twice");
      seen.add(member.identityHash);
      return member;
    }),
  );
}

/**
 * Gives inspectors the numbers 1..M in the order of their identity hashes, which tell nothing about them.
 * @param members in any order, with types and specialties in any order
 */
export function numberRoster(members: Iterable<Omit<Member, "number">>): Member[] {
  return [...members]
    .toSorted((a, b) => byBytes(a.identityHash, b.identityHash))
    .map((member, i) => ({ number: i + 1, ...member }));
}

/**
 * Writes `roster.ndjson` of numbered members in any order; their lists are sorted and repeated names written once.
 * @throws Refusal unless the numbers are 1..M
 */
export function writeRoster(members: Iterable<Member>): string {
  const lines = [...members]
    .toSorted((a, b) => a.number - b.number)
    .map(({ number, kind, types, specialties, identityHash }) =>
      JSON.stringify({ number, kind, types: sorted(types), specialties: sorted(specialties), identityHash }),
    );
  const text = fileOf(lines);
  readRoster(text);
  return text;
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted(byBytes);
}
