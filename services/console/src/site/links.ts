import { prefecture } from "./viewer.ts";

/** The query of an address, of the parameters that are set. */
export function searchOf(query: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
  return search.toString();
}

/** An address within the console: the parameters that are set, and for whom it is looked at unless that is the prefecture. */
export function linkTo(path: string, viewer: string, query: Record<string, string | undefined> = {}): string {
  const text = searchOf({ ...query, as: viewer === prefecture ? undefined : viewer });
  return text === "" ? path : `${path}?${text}`;
}
