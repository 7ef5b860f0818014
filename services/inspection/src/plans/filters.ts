import {
  filledIn,
  nameOf,
  Problem,
  scopeFilter,
  wordsOf,
  type FilterQuery,
  type PlannedEntry,
  type SavedFilter,
} from "@shuangsui/contracts";
import type { Scope } from "../neighbours/registry.ts";

const registerOf = { entity: "entities", project: "projects" } as const;

/** What an entry's filter narrows its scope by; undefined where it has none, null where it has one that it may not use. */
export function filterOf(
  { scope }: Pick<PlannedEntry, "scope">,
  filters: readonly SavedFilter[],
): (SavedFilter & { query: FilterQuery }) | null | undefined {
  if (scope?.filter === undefined) return undefined;
  const filter = filters.find(({ id }) => id === scope.filter);
  const query = filter === undefined ? undefined : scopeFilter(filter.query);
  if (filter === undefined || query === undefined || filter.register !== registerOf[scope.targetKind])
    return null;
  return { ...filter, query };
}

/**
 * Article 18: a scope says which targets are drawn, by what anybody may read; a filter that only one person has, or that names people, does not.
 * @throws Problem `plan/filter-not-usable`
 */
export function requireFilters(entries: readonly PlannedEntry[], filters: readonly SavedFilter[]): void {
  const without = entries.findIndex((entry) => filterOf(entry, filters) === null);
  if (without >= 0)
    throw new Problem("plan/filter-not-usable", undefined, [
      { path: `/entries/${without}/scope/filter`, message: "is none that a scope may use" },
    ]);
}

/** The entry with its filter as it is now: whatever becomes of it, the plan draws by this. */
export function withFilter<Entry extends PlannedEntry>(entry: Entry, filters: readonly SavedFilter[]): Entry {
  const { filtered: _before, ...unfiltered } = entry;
  const filter = filterOf(entry, filters);
  if (filter === undefined || filter === null) return unfiltered as Entry;
  const { id, name, version, query } = filter;
  return { ...(unfiltered as Entry), filtered: { id, name, version, query } };
}

/** Which targets a draw of the entry has. */
export function scopeOf({ scope, filtered }: { scope: Scope; filtered?: PlannedEntry["filtered"] }): Scope {
  const { targetKind, categories } = scope;
  return { targetKind, categories, narrowed: filtered?.query };
}

/** What is published of an entry's filter; nothing where it has none. */
export function filterText({ filtered }: Pick<PlannedEntry, "filtered">): string {
  if (filtered === undefined) return "";
  const { document, scopeCondition, category, comma } = wordsOf("zh");
  const conditions = Object.entries(filtered.query).map(([name, value]) =>
    filledIn(nameOf(scopeCondition, name), { value: name === "category" ? nameOf(category, value) : value }),
  );
  return filledIn(document.filtered, { name: filtered.name, conditions: conditions.join(comma) });
}
