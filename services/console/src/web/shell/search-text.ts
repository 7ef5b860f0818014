/** A number that a matter has: whole, as its page's address has it. */
export const wholeId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a target's code may look like that somebody types. */
const likeACode = /^[0-9A-Za-z-]{6,40}$/;
/** So many targets a list of inspections is narrowed to at the most. */
const mostTargets = 20;

/** At which targets inspections are looked for: those that were found by the text, and the one whose code it may be. */
export function targetsOf(text: string, found: readonly string[]): string[] {
  const typed = likeACode.test(text) && !wholeId.test(text) ? [text.toUpperCase()] : [];
  return [...new Set([...typed, ...found])].slice(0, mostTargets);
}
