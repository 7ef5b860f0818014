import { prefecture } from "./viewer.ts";

/** An address within the console: the parameters that are set, and for whom it is looked at unless that is the prefecture. */
export function linkTo(path: string, viewer: string, query: Record<string, string | undefined> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
  if (viewer !== prefecture) search.set("as", viewer);
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}
