import { text } from "./basics.ts";
import { because } from "./faults.ts";

/** What shows nothing: characters of format, private use or that Unicode lets a reader ignore; and the blank of Braille. */
const unseen = /[\p{Cf}\p{Co}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/u;
/** A Han character may have a variant chosen. */
const chosenVariants = /(?<=\p{Script=Han})[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu;

/** Whether a text has a character that a reader cannot see; one that chooses a variant of a Han character is seen by it. */
export const hasUnseen = (value: string): boolean => unseen.test(value.replace(chosenVariants, ""));

/**
 * A text of which every character can be seen, or parts words and lines: two that look alike are alike. Stands as it was
 * written, and is compared by `folded`.
 */
export const seenText = (max: number) =>
  text(max).refine((value) => !hasUnseen(value), because("unseen", "has a character that cannot be seen"));

/** A name, a unit or a title: on one line, without control characters, otherwise as `seenText`. */
export const name = (max: number) =>
  seenText(max).refine(
    (value) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value),
    because("control", "has a line break or a control character"),
  );

/**
 * What names are compared by, searched by and held unique in: Unicode's NFKC, so that full and half width are alike,
 * without blanks and what cannot be seen, and without regard to case. Folding twice changes nothing more.
 */
export function folded(value: string): string {
  // Most of what comes is of these letters, of which the rest leaves all but capitals as they are.
  if (/^[0-9A-Za-z\u4E00-\u9FFF]*$/.test(value)) return value.toLowerCase();
  return settled(value.normalize("NFKC"));
}

/** Taking blanks away and changing case may bring letters and accents together, which NFKC then joins. */
function settled(value: string): string {
  const next = value
    .replaceAll(/[\p{White_Space}\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/gu, "")
    .toUpperCase()
    .toLowerCase()
    // A sigma at the end of a word is written otherwise than one within it.
    .replaceAll("ς", "σ")
    .normalize("NFKC");
  return next === value ? value : settled(next);
}

/** Whether two names are one. */
export const sameName = (one: string, other: string): boolean => folded(one) === folded(other);

/** What something is found by: its names and codes in folded form, apart, so that nothing is found across two of them. */
export const searchWords = (...parts: readonly (string | null)[]): string =>
  parts.flatMap((part) => (part === null ? [] : [folded(part)])).join("\n");

/** A code as it is compared: full width made half, blanks left out. */
export const compact = (value: string): string =>
  value.normalize("NFKC").replaceAll(/[\p{White_Space}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "");

/** The code of an entity, a project or a person in the one form in which it is kept and compared: the same, in capitals. */
export const foldedCode = (value: string): string =>
  compact(value).replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase());
