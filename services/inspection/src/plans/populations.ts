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

/** The categories that a scope has of its registry; one that names none has all. */
export function categoriesOf(populations: Populations, { targetKind, categories }: Scope): string[] {
  return [...populations[targetKind].keys()].filter(
    (category) => categories.length === 0 || categories.includes(category),
  );
}

/** The targets of categories of a registry, by class. */
export function countsOf(
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
export function populationOf(populations: Populations, scope: Scope): ClassCounts {
  return countsOf(populations, scope.targetKind, categoriesOf(populations, scope));
}

/** All classes together. */
export function sumOf(counts: ClassCounts): number {
  return riskClasses.reduce((sum, name) => sum + counts[name], 0);
}
