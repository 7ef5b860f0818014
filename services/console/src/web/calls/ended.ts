import { useSyncExternalStore } from "react";

let ended = false;
const listeners = new Set<() => void>();
const tell = (next: boolean) => {
  ended = next;
  for (const listener of listeners) listener();
};

/** A call was refused because nobody is signed in any more. */
export const sessionEnded = (): void => tell(true);
/** Somebody has signed in again, in another window. */
export const sessionBegun = (): void => tell(false);

/** Whether the session has ended while the page stands. */
export function useSessionEnded(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => ended,
  );
}
