import { describe, expect, it } from "vitest";
import { inspectionOf } from "../../testing/inspections.ts";
import { askedFor, pagesIn, withPage, type ListPage } from "./pages.ts";

const rows = (...numbers: number[]) => numbers.map((number) => inspectionOf(number));
const pageOf = (after: string | undefined, next: string | null, ...numbers: number[]): ListPage => ({
  after,
  next,
  items: rows(...numbers),
});
const shown = (pages: readonly ListPage[]) => pages.map(({ items }) => items.map(({ rank }) => rank));

describe("the pages of a list that is scrolled", () => {
  const two = [pageOf(undefined, "2", 1, 2), pageOf("2", "4", 3, 4)];

  it("grow by the one that was read next", () => {
    expect(shown(withPage(two, pageOf("4", null, 5)))).toEqual([[1, 2], [3, 4], [5]]);
  });

  it("have a row once, where it was read last", () => {
    // Given a row of the second page that was moved into the first one
    expect(shown(withPage(two, pageOf(undefined, "3", 1, 4, 2, 3)))).toEqual([[1, 4, 2, 3], []]);
    // Given a row of the first page that was moved into the second one
    expect(shown(withPage(two, pageOf("2", "4", 3, 1, 4)))).toEqual([[2], [3, 1, 4]]);
  });

  it("leave out those that what was read does not join, since rows would be missing between", () => {
    expect(shown(withPage(two, pageOf(undefined, "9", 7, 8, 9)))).toEqual([[7, 8, 9]]);
    expect(shown(withPage(two, pageOf(undefined, null, 1, 2, 3)))).toEqual([[1, 2, 3]]);
    // A page of which those that came before are left out is so as well.
    expect(shown(withPage([pageOf(undefined, "9", 7, 8, 9)], two[1] as ListPage))).toEqual([[7, 8, 9]]);
  });

  it("keep those behind one that ends where the next one begins, as it was read the first time", () => {
    expect(shown(withPage(two, two[0] as ListPage))).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("are read where somebody looks, and the next one before they are at the end", () => {
    expect(pagesIn([], 0, 40)).toEqual([undefined]);
    const long = [
      pageOf(undefined, "a", ...Array.from({ length: 200 }, (_, index) => index)),
      pageOf("a", "b", ...Array.from({ length: 200 }, (_, index) => 200 + index)),
    ];
    expect(pagesIn(long, 0, 40)).toEqual([undefined]);
    expect(pagesIn(long, 190, 230)).toEqual([undefined, "a"]);
    expect(pagesIn(long, 330, 370)).toEqual(["a", "b"]);
    // What is read again has some of the next page's too, so that it joins it.
    expect([askedFor(long, "a"), askedFor(long, "b")]).toEqual([300, 200]);
  });
});
