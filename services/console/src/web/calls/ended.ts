import { useSyncExternalStore } from "react";

/** Of whom the session is by now: of whoever opened the page, of nobody, or of somebody else. */
export type SessionOf = "same" | "nobody" | "other";

let sessionOf: SessionOf = "same";
const listeners = new Set<() => void>();
const tell = (next: SessionOf) => {
  sessionOf = next;
  for (const listener of listeners) listener();
};

/** A call was refused because nobody is signed in any more. */
export const sessionEnded = (): void => tell("nobody");
/** Somebody else has signed in than whoever opened the page. */
export const otherPerson = (): void => tell("other");
/** Whoever opened the page has signed in again, in another window. */
export const sessionBegun = (): void => tell("same");

/** Of whom the session is while the page stands. */
export function useSessionOf(): SessionOf {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => sessionOf,
  );
}
