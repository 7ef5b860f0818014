import { queryOptions } from "@tanstack/react-query";

/** So many are asked for at once: as many as a service gives. */
export const pageLimit = 500;

type Page<One> = { items: readonly One[]; next: string | null };

/** All that a list has, page by page: what is left out of a choice without a word is never found. */
export async function everyOne<One>(page: (after: string | undefined) => Promise<Page<One>>): Promise<One[]> {
  const found: One[] = [];
  for (let after: string | undefined; ;) {
    const { items, next } = await page(after);
    found.push(...items);
    if (next === null) return found;
    after = next;
  }
}

/** The same as a query of a page, asked again with all that is shown of the service. */
export const every = <One>(
  key: readonly [service: "registry" | "inspection", ...unknown[]],
  page: (after: string | undefined) => Promise<Page<One>>,
) => queryOptions({ queryKey: [key[0], "every", ...key.slice(1)], queryFn: () => everyOne(page) });
