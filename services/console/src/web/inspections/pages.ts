import type { InspectionSummary } from "@shuangsui/contracts";

/** So many are asked for at once. */
const pageSize = 200;
/** A page that is read again may have grown by so many before it no longer joins the one that follows. */
const grownBy = 100;

/** A part of a list, from the row after that cursor on, as it was read last. */
export type ListPage = {
  after: string | undefined;
  items: readonly InspectionSummary[];
  next: string | null;
};

/** How many are asked for: of a page that was read before some of the next one too. */
export const askedFor = (pages: readonly ListPage[], after: string | undefined): number =>
  pages.some((page) => page.after === after) ? pageSize + grownBy : pageSize;

/** Whether a page that is not among them is the next one of them. */
export const follows = (pages: readonly ListPage[], { after }: ListPage): boolean =>
  pages.length === 0 || pages.at(-1)?.next === after;

/**
 * The pages once one of them was read, be it a new one or one again. A row that has moved stands where it was read last. Where
 * what was read does not join the pages that follow they are left out, to be read anew when somebody comes there; so is what was read
 * itself where it follows none of them any more.
 */
export function withPage(pages: readonly ListPage[], read: ListPage): readonly ListPage[] {
  const place = pages.findIndex(({ after }) => after === read.after);
  if (place < 0 && !follows(pages, read)) return pages;
  const [before, behind] = place < 0 ? [pages, []] : [pages.slice(0, place), pages.slice(place + 1)];
  const ids = new Set(read.items.map(({ id }) => id));
  const isJoined =
    read.next !== null &&
    (behind[0]?.after === read.next || behind.some(({ items }) => items.some(({ id }) => ids.has(id))));
  const without = (page: ListPage) => ({ ...page, items: page.items.filter(({ id }) => !ids.has(id)) });
  return [...before.map(without), read, ...(isJoined ? behind.map(without) : [])];
}

/** Which pages have a row from `from` to before `to`, and the one that is to be read next where they come near the end. */
export function pagesIn(
  pages: readonly ListPage[],
  from: number,
  to: number,
): readonly (string | undefined)[] {
  const wanted: (string | undefined)[] = [];
  let first = 0;
  for (const { after, items } of pages) {
    if (first < to && first + items.length > from) wanted.push(after);
    first += items.length;
  }
  const last = pages.at(-1);
  if (last === undefined) return [undefined];
  if (last.next !== null && to + pageSize / 2 > first) wanted.push(last.next);
  return wanted.length === 0 ? [last.after] : wanted;
}
