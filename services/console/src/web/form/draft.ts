import { useMemo } from "react";
import { useSession } from "../calls/session.tsx";

/**
 * What somebody has typed into a form and not sent yet, by a name. It is the person's who typed it, and lies in this tab alone: it
 * outlives a reload and the session's end, and not the tab, since an office's computer has others at it next.
 */
export function useDraft<Typed extends object>(name: string) {
  const place = placeOf(useSession().actor, name);
  const kept = useMemo(() => keptAt(place) as Typed | undefined, [place]);
  return {
    /** Where what belongs to it is kept as well. */
    place,
    /** What was there when the form was opened. */
    kept,
    keep: (typed: Typed) => sessionStorage.setItem(place, JSON.stringify(typed)),
    drop: () => sessionStorage.removeItem(place),
  };
}

/** Where a person's draft lies in this tab. */
const placeOf = (actor: string, name: string): string => `draft/${actor}/${name}`;

function keptAt(place: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
