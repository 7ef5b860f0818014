/** Gives a statement the name under which a connection keeps it prepared, or undefined where it is not worth one. */
export type NameOf = (text: string, values: readonly unknown[]) => string | undefined;

/** A connection keeps each named statement's plan in memory, so there are only so many names. */
const mostNames = 250;
/** Longer ones, and those with more parameters, are lists of values whose text is seldom the same twice. */
const longestText = 4_000;
const mostParameters = 64;
/**
 * What is asked for more values at once, as a batch of an import is, is planned each time. A kept plan stays as it was made
 * while a table was empty, and would read all of it for each batch; to plan costs next to nothing beside the batch.
 */
const mostAtOnce = 100;
const longestValue = 10_000;

/** What PostgreSQL plans; a prepared `fetch` would moreover fail at a cursor of other columns. */
const planned = /^\s*(select|insert|update|delete|with)\b/i;

/** Names statements, each from the second time on that it is asked, up to a bounded number of names. */
export function createNames(): NameOf {
  const names = new Map<string, string>();
  const askedOnce = new Set<string>();
  return (text, values) => {
    if (values.some(isLong)) return undefined;
    const known = names.get(text);
    if (known !== undefined) return known;
    if (names.size >= mostNames || text.length > longestText || values.length > mostParameters)
      return undefined;
    if (!askedOnce.delete(text)) {
      if (!planned.test(text)) return undefined;
      askedOnce.add(text);
      forgetOldest(askedOnce);
      return undefined;
    }
    const name = `s${names.size}`;
    names.set(text, name);
    return name;
  };
}

/** A list comes as an array, or as the text of one. */
function isLong(value: unknown): boolean {
  if (typeof value === "string") return value.length > longestValue;
  return Array.isArray(value) && value.length > mostAtOnce;
}

function forgetOldest(texts: Set<string>): void {
  if (texts.size <= mostNames) return;
  for (const oldest of texts) {
    texts.delete(oldest);
    return;
  }
}
