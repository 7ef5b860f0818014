import type { itemMarks } from "@shuangsui/contracts";
import type { z } from "zod";
import type { ItemNow, RegistrySnapshot } from "../neighbours/registry.ts";

type Marks = z.output<typeof itemMarks>["items"];

/**
 * Article 8: what stands against the items that a plan or a campaign rests on: a basis that is repealed or will be, an item that is
 * not in force or not on the list any more. It is shown, and stops nothing that is under way; a draw is refused by `requireItems`.
 */
function marksOf(codes: readonly string[], now: readonly ItemNow[]): Marks {
  return [...new Set(codes)].toSorted().flatMap((code): Marks => {
    const item = now.find((one) => one.code === code);
    if (item === undefined) return [{ code, name: null, inForce: false, repealed: [] }];
    const { name, inForce, repealed } = item;
    return inForce && repealed.length === 0 ? [] : [{ code, name, inForce, repealed }];
  });
}

/** Asks the registry of a matter's authority what stands against these items. */
export async function askForMarks(
  registry: Pick<RegistrySnapshot, "items">,
  authority: string,
  codes: readonly string[],
): Promise<{ items: Marks }> {
  return { items: marksOf(codes, await registry.items(authority, [...new Set(codes)])) };
}
