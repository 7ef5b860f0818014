import type { PublicationContent } from "@shuangsui/contracts";
import { isDeepStrictEqual } from "node:util";

/** What of a list is known here: what stands ready to be published, and what is public; null where nothing is. */
export type Known = { ready: PublicationContent | null; published: PublicationContent | null };

/** What is to be done so that a list is public as the registry has it. */
export type Step = "open" | "content" | "renew" | "drop";

/**
 * Articles 6 to 8: a list is published, and each change of it beside what was public. What changes again before its day takes the place
 * of what stands ready; what is as it was before needs no publishing. Null where there is nothing to do.
 */
export function stepFor(content: PublicationContent, known: Known | undefined): Step | null {
  if (known === undefined) return content.sections.length === 0 ? null : "open";
  const { ready, published } = known;
  if (ready !== null && saysTheSame(ready, content)) return null;
  if (published === null) return "content";
  if (saysTheSame(published, content)) return ready === null ? null : "drop";
  return "renew";
}

const saysTheSame = (one: PublicationContent, other: PublicationContent) =>
  isDeepStrictEqual(one.sections, other.sections);
