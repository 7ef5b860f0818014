import { useNavigate, useSearch } from "@tanstack/react-router";

type Opened = { entry?: string | undefined; view?: string | undefined; versions?: string | undefined };

/** Which entry stands open beside its list, as the address says, and what opens another, or with nothing closes it. */
export function useOpened(): [entry: string | undefined, open: (entry: string | undefined) => void] {
  const entry = useSearch({ strict: false, select: (search: Opened) => search.entry });
  const navigate = useNavigate();
  return [
    entry,
    (next) =>
      void navigate({
        to: ".",
        search: (before) => ({ ...before, entry: next, view: undefined, versions: undefined }),
      }),
  ];
}

/** What of an address narrows or sorts a list: neither which list it is, nor where its page begins, nor what of it is open. */
export function narrowedBy<Search extends object>(search: Search) {
  const {
    tab: _tab,
    after: _after,
    as: _inView,
    entry: _entry,
    view: _view,
    versions: _versions,
    ...narrowed
  } = search as Search & Opened & { tab?: unknown; after?: unknown; as?: unknown };
  return narrowed;
}
