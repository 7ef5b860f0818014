import { useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, type Dispatch, type SetStateAction } from "react";
import { call } from "../calls/services.ts";
import { askedFor, follows, pagesIn, withPage, type ListPage } from "./pages.ts";
import type { InspectionNarrowing } from "./search.ts";

/**
 * Reads the pages of a list of which somebody sees a row, and the next one before they are at the end. What happens has these
 * read again, the others once they are seen.
 */
export function usePages(
  query: InspectionNarrowing,
  pages: readonly ListPage[],
  setPages: Dispatch<SetStateAction<readonly ListPage[]>>,
  { from, to }: { from: number; to: number },
) {
  const merged = useRef(new WeakSet<ListPage>());
  const known = useRef(pages);
  known.current = pages;
  const read = useQueries({
    queries: pagesIn(pages, from, to).map((after) => ({
      queryKey: ["inspection", "page", query, after ?? ""] as const,
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<ListPage> => {
        const limit = String(askedFor(known.current, after));
        const page = await call.inspection.getInspections({
          query: { order: "due", ...query, after, limit } as never,
          signal,
        });
        return { after, items: page.items, next: page.next };
      },
    })),
  });
  useEffect(() => {
    for (const { data } of read) {
      if (data === undefined) continue;
      const isThere = pages.some(({ after }) => after === data.after);
      if (isThere ? merged.current.has(data) : !follows(pages, data)) continue;
      merged.current.add(data);
      setPages((before) => withPage(before, data));
    }
  });
  return read.find(({ error, data }) => error !== null && data === undefined);
}

/** It costs more than a page, and nobody counts along. */
const countedEveryMs = 15_000;

/** How many the list has in all. */
export function useCountOf(query: InspectionNarrowing) {
  const { data } = useQuery({
    queryKey: ["inspection-count", query],
    queryFn: ({ signal }) =>
      call.inspection.getInspections({ query: { ...query, limit: "1", count: "true" } as never, signal }),
    staleTime: countedEveryMs,
    refetchInterval: countedEveryMs,
  });
  return data?.count;
}
