import type { PlannedEntry } from "@shuangsui/contracts";
import type { ItemNow, RegistrySnapshot } from "../neighbours/registry.ts";
import { noneOfAnyClass, type ClassCounts, type Populations } from "./populations.ts";

/** What the registry says of a plan's entries today. */
export type RegistryFacts = { items: readonly ItemNow[]; populations: Populations };

/** Asks the registry about the items of entries and counts the targets of their kinds. */
export async function askRegistry(
  registry: RegistrySnapshot,
  authority: string,
  entries: readonly PlannedEntry[],
): Promise<RegistryFacts> {
  const codes = [...new Set(entries.flatMap((entry) => entry.items))];
  return {
    items: await registry.items(authority, codes),
    populations: await countRegistry(registry, authority, entries),
  };
}

/** Counts the registries that entries draw from, as the authority sees them, or of them those targets alone that are said to count. */
export async function countRegistry(
  registry: RegistrySnapshot,
  authority: string,
  entries: readonly PlannedEntry[],
  isCounted: (kind: keyof Populations, code: string) => boolean = () => true,
): Promise<Populations> {
  const kinds = entries.flatMap((entry) => (entry.scope === undefined ? [] : [entry.scope.targetKind]));
  const counted = { entity: new Map<string, ClassCounts>(), project: new Map<string, ClassCounts>() };
  for (const kind of new Set(kinds)) {
    for await (const target of registry.targets(authority, { targetKind: kind, categories: [] })) {
      if (!isCounted(kind, target.code)) continue;
      const counts = counted[kind].get(target.category) ?? noneOfAnyClass();
      counts[target.riskClass] += 1;
      counted[kind].set(target.category, counts);
    }
  }
  return counted;
}
