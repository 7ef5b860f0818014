import type { PlannedEntry, SavedFilter } from "@shuangsui/contracts";
import type { ItemNow, RegistrySnapshot, Scope } from "../neighbours/registry.ts";
import { filterOf } from "./filters.ts";
import { narrowedKey, noneOfAnyClass, type ClassCounts, type Populations } from "./populations.ts";

/** What the registry says of a plan's entries today. */
export type RegistryFacts = {
  items: readonly ItemNow[];
  filters: readonly SavedFilter[];
  populations: Populations;
};

/** Asks the registry about the items of entries and counts the targets of their kinds. */
export async function askRegistry(
  registry: RegistrySnapshot,
  authority: string,
  entries: readonly PlannedEntry[],
): Promise<RegistryFacts> {
  const codes = [...new Set(entries.flatMap((entry) => entry.items))];
  const named = [...new Set(entries.flatMap(({ scope }) => scope?.filter ?? []))];
  const filters = await registry.filters(authority, named);
  return {
    items: await registry.items(authority, codes),
    filters,
    populations: await countRegistry(registry, authority, entries, filters),
  };
}

/** Counts the registries that entries draw from, as the authority sees them, or of them those targets alone that are said to count. */
export async function countRegistry(
  registry: RegistrySnapshot,
  authority: string,
  entries: readonly PlannedEntry[],
  filters: readonly SavedFilter[],
  isCounted: (kind: keyof Populations, code: string) => boolean = () => true,
): Promise<Populations> {
  const kinds = entries.flatMap((entry) => (entry.scope === undefined ? [] : [entry.scope.targetKind]));
  const counted = { entity: new Map<string, ClassCounts>(), project: new Map<string, ClassCounts>() };
  const count = async (scope: Scope, keyOf: (category: string) => string) => {
    const { targetKind: kind } = scope;
    for await (const target of registry.targets(authority, scope)) {
      if (!isCounted(kind, target.code)) continue;
      const counts = counted[kind].get(keyOf(target.category)) ?? noneOfAnyClass();
      counts[target.riskClass] += 1;
      counted[kind].set(keyOf(target.category), counts);
    }
  };
  for (const kind of new Set(kinds))
    await count({ targetKind: kind, categories: [] }, (category) => category);
  const narrowed = new Map<string, Scope>();
  for (const entry of entries) {
    const filter = filterOf(entry, filters);
    const { scope } = entry;
    if (scope?.filter === undefined || filter === undefined || filter === null) continue;
    narrowed.set(narrowedKey(scope.filter, scope.categories), { ...scope, narrowed: filter.query });
  }
  for (const [key, scope] of narrowed) {
    counted[scope.targetKind].set(key, noneOfAnyClass());
    await count(scope, () => key);
  }
  return counted;
}
