import type { RegistrySnapshot, Scope } from "../draws/registry-snapshot.ts";

export const riskClasses = ["A", "B", "C", "D"] as const;
export type RiskClass = (typeof riskClasses)[number];
export type ClassCounts = Record<RiskClass, number>;

/** How many targets each registry has, by category and class. */
export type Populations = Readonly<Record<"entity" | "project", ReadonlyMap<string, ClassCounts>>>;

const none = (): ClassCounts => ({ A: 0, B: 0, C: 0, D: 0 });

/** Counts the registries of the kinds named, as the authority sees them. */
export async function countRegistry(
  registry: RegistrySnapshot,
  authority: string,
  kinds: Iterable<"entity" | "project">,
): Promise<Populations> {
  const counted = { entity: new Map<string, ClassCounts>(), project: new Map<string, ClassCounts>() };
  for (const kind of new Set(kinds)) {
    for await (const target of registry.targets(authority, { targetKind: kind, categories: [] })) {
      const counts = counted[kind].get(target.category) ?? none();
      counts[target.riskClass] += 1;
      counted[kind].set(target.category, counts);
    }
  }
  return counted;
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
  const total = none();
  for (const category of categories) {
    const counts = populations[kind].get(category) ?? none();
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
