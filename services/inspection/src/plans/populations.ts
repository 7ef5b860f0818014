import type { Scope } from "../neighbours/registry.ts";

export const riskClasses = ["A", "B", "C", "D"] as const;
export type RiskClass = (typeof riskClasses)[number];
export type ClassCounts = Record<RiskClass, number>;

/** How many targets each registry has, by category and class. */
export type Populations = Readonly<Record<"entity" | "project", ReadonlyMap<string, ClassCounts>>>;

/** No target of any class. */
export function noneOfAnyClass(): ClassCounts {
  return { A: 0, B: 0, C: 0, D: 0 };
}

/** Which targets a plan's entry is about, as it names them. */
type NamedScope = Pick<Scope, "targetKind" | "categories"> & { filter?: string | undefined };

/** Under what the targets are counted that a filter gives of these categories. No category has a colon. */
export const narrowedKey = (filter: string, categories: readonly string[]): string =>
  `filter:${filter}:${categories.toSorted().join()}`;
const isNarrowed = (key: string) => key.startsWith("filter:");

/**
 * Under what a scope's targets are counted: of its categories (one that names none has all), or what its filter gives of them. A filter that
 * was not counted, another plan's, narrows nothing: the caps hold then with all of the categories.
 */
export function categoriesOf(
  populations: Populations,
  { targetKind, categories, filter }: NamedScope,
): string[] {
  const narrowed = filter === undefined ? undefined : narrowedKey(filter, categories);
  if (narrowed !== undefined && populations[targetKind].has(narrowed)) return [narrowed];
  return [...populations[targetKind].keys()].filter(
    (category) => !isNarrowed(category) && (categories.length === 0 || categories.includes(category)),
  );
}

/**
 * How many targets there are at the least of all these together. What filters give may be of the same categories, and of one another: the
 * largest of them is certain.
 */
export function leastOf(
  populations: Populations,
  kind: Scope["targetKind"],
  categories: Iterable<string>,
): number {
  const all = [...categories];
  const sums = all.filter(isNarrowed).map((key) => sumOf(countsOf(populations, kind, [key])));
  return Math.max(
    sumOf(
      countsOf(
        populations,
        kind,
        all.filter((key) => !isNarrowed(key)),
      ),
    ),
    ...sums,
  );
}

/** The targets of categories of a registry, by class. */
function countsOf(
  populations: Populations,
  kind: Scope["targetKind"],
  categories: Iterable<string>,
): ClassCounts {
  const total = noneOfAnyClass();
  for (const category of categories) {
    const counts = populations[kind].get(category) ?? noneOfAnyClass();
    for (const name of riskClasses) total[name] += counts[name];
  }
  return total;
}

/** The targets of a scope, by class. */
export function populationOf(populations: Populations, scope: NamedScope): ClassCounts {
  return countsOf(populations, scope.targetKind, categoriesOf(populations, scope));
}

/** All classes together. */
export function sumOf(counts: ClassCounts): number {
  return riskClasses.reduce((sum, name) => sum + counts[name], 0);
}
