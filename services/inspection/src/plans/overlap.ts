import type { PlannedEntry } from "@shuangsui/contracts";
import { categoriesOf, populationOf, sumOf, type Populations } from "./populations.ts";

/**
 * With which other entries this one shares targets (article 21): how many are of the trades of both; of filters, at the most. Who was met
 * by one draw is left out of the other, and nobody is met twice, unless one of them lifts that (article 20).
 */
export function alsoIn(populations: Populations, self: PlannedEntry, entries: readonly PlannedEntry[]) {
  const { id, scope } = self;
  if (scope === undefined) return [];
  const own = new Set(categoriesOf(populations, { ...scope, filter: undefined }));
  return entries.flatMap((other) => {
    if (other.id === id || other.scope?.targetKind !== scope.targetKind) return [];
    const shared = categoriesOf(populations, { ...other.scope, filter: undefined }).filter((category) =>
      own.has(category),
    );
    if (shared.length === 0) return [];
    const population = sumOf(populationOf(populations, { targetKind: scope.targetKind, categories: shared }));
    const twice = [self, other].some(meetsAgain);
    return population === 0
      ? []
      : [{ entry: other, targetKind: scope.targetKind, categories: shared, population, twice }];
  });
}

/** Whether an entry's draw may have targets that another one of the authority met this year: as often as it has draws, where it lifts that (article 20). */
const meetsAgain = ({ liftInspected, frequency = 1 }: PlannedEntry) =>
  liftInspected !== undefined && frequency > 1;
