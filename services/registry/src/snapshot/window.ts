import type { Window } from "./store.ts";

/** The days of a check that are still to come; today, where there are none. */
export function windowOf(
  { from, until }: { from?: string | undefined; until?: string | undefined },
  today: string,
): Window {
  const first = from === undefined || from < today ? today : from;
  return { from: first, until: until === undefined || until < first ? first : until };
}
