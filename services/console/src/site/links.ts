import type { Viewer } from "./viewer.ts";

/** The query of an address, of the parameters that are set. */
export function searchOf(query: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
  return search.toString();
}

/** An address within the console: the parameters that are set, and whose matters alone are in view. */
export function linkTo(path: string, viewer: Viewer, query: Record<string, string | undefined> = {}): string {
  const text = searchOf({ ...query, as: viewer ?? undefined });
  return text === "" ? path : `${path}?${text}`;
}
