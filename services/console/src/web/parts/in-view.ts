import { authorityOf, seenBy } from "@shuangsui/contracts";
import { useSearch } from "@tanstack/react-router";
import { useSession } from "../calls/session.tsx";

/** The subordinate whose matters alone are in view; undefined where all are that somebody's authority sees (article 4). */
export function useInView(): string | undefined {
  const { authority } = useSession();
  const as = useSearch({ strict: false, select: ({ as }) => as });
  if (as === undefined || as === authority) return undefined;
  return authorityOf(as) !== undefined && seenBy(authority).includes(as) ? as : undefined;
}

/** What a list is narrowed to, as the service takes it: an address bears also whose matters are in view. */
export function useNarrowed<Search extends { as?: string | undefined; authority?: string | undefined }>({
  as: _inView,
  ...search
}: Search): Omit<Search, "as"> {
  const inView = useInView();
  return inView === undefined ? search : { ...search, authority: inView };
}
