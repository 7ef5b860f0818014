import type { PlanEntry, PlannedEntry } from "@shuangsui/contracts";

/** Gives entries ids where they have none yet. `idAt` gives one for a place in the plan. */
export function withIds(entries: readonly PlanEntry[], idAt: (index: number) => string): PlannedEntry[] {
  return entries.map((entry, index) => ({ ...entry, id: entry.id ?? idAt(index), itemVersions: [] }));
}
