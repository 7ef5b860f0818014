import type { PlannedEntry } from "@shuangsui/contracts";
import { categoriesOf, populationOf, sumOf, type Populations } from "./populations.ts";

/** With which other entries a target may be met twice (article 21): how many are of the trades of both; of filters, at the most. */
export function alsoIn(
  populations: Populations,
  { id, scope }: PlannedEntry,
  entries: readonly PlannedEntry[],
) {
  if (scope === undefined) return [];
  const own = new Set(categoriesOf(populations, { ...scope, filter: undefined }));
  return entries.flatMap((other) => {
    if (other.id === id || other.scope?.targetKind !== scope.targetKind) return [];
    const shared = categoriesOf(populations, { ...other.scope, filter: undefined }).filter((category) =>
      own.has(category),
    );
    if (shared.length === 0) return [];
    const population = sumOf(populationOf(populations, { targetKind: scope.targetKind, categories: shared }));
    return population === 0 ? [] : [{ entryId: other.id, title: other.title, population }];
  });
}
