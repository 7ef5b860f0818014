import { Problem, type PlannedEntry } from "@shuangsui/contracts";
import type { ItemNow } from "../neighbours/registry.ts";

type PlannedInspectors = NonNullable<PlannedEntry["inspectors"]>;

/**
 * Article 8: every item is on the list and in force, with its legal basis, and is inspected at this kind of target.
 * `entry` is where the request has them, for one that is checked.
 * @throws Problem `item/not-in-force`, `body/invalid`
 */
export function requireItems(
  codes: readonly string[],
  now: readonly ItemNow[],
  targetKind?: "entity" | "project",
  entry?: string,
): ItemNow[] {
  return codes.map((code, index) => {
    const placed = (message: string) =>
      entry === undefined ? [] : [{ path: `${entry}/items/${index}`, message }];
    const item = now.find((one) => one.code === code);
    if (item === undefined || !item.inForce)
      throw new Problem("item/not-in-force", `item ${code}`, placed("is not in force"));
    if (targetKind !== undefined && item.targetKind !== targetKind) {
      const message = "is not inspected at this kind of target";
      throw new Problem("body/invalid", `item ${code} ${message}`, placed(message));
    }
    return item;
  });
}

/** What a team needs for its items on one target at once (article 21): what is asked of it anyhow, and what the items ask for. */
export function needsOf(
  { inspectors: own }: { inspectors: PlannedInspectors },
  items: readonly ItemNow[],
): { officers: number; types: string[]; specialties: string[] } {
  const all = (anyhow: readonly string[], ofItems: readonly (readonly string[])[]) =>
    [...new Set([...anyhow, ...ofItems.flat()])].toSorted();
  return {
    officers: own.officers,
    types: all(
      own.types,
      items.map((item) => item.officerTypes),
    ),
    specialties: all(
      own.specialties,
      items.map((item) => item.specialties),
    ),
  };
}
