import type { Viewer } from "./viewer.ts";

/** An address within the console: the parameters that are set, and whose matters alone are in view. */
export function linkTo(path: string, viewer: Viewer, query: Record<string, string | undefined> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, as: viewer ?? undefined }))
    if (value !== undefined) search.set(name, value);
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}
