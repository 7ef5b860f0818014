import { planEntry, type previewedPlan } from "@shuangsui/contracts";
import type { z } from "zod";

type Previewed = z.input<typeof previewedPlan>;
type Entry = Previewed["entries"][number];
type Titled = { title: string };

/**
 * What can be previewed of what stands in a plan's form: entries without those of their parts that are not filled in rightly yet, and with a
 * title where they have none. Undefined where there is no entry, or no year.
 */
export function previewable(
  { plan, year }: { plan?: string | undefined; year: unknown },
  { title, entries }: { title?: unknown; entries?: unknown },
  titleOf: (number: number) => string,
): Previewed | undefined {
  if (typeof year !== "number" || !Array.isArray(entries)) return undefined;
  const filled = entries.map((entry: unknown, index) => entryOf(entry, { title: titleOf(index + 1) }));
  return filled.length === 0
    ? undefined
    : {
        year,
        entries: filled,
        ...(plan === undefined ? {} : { plan }),
        ...(typeof title === "string" && title.trim() !== "" ? { title: title.trim() } : {}),
      };
}

function entryOf(given: unknown, unnamed: Titled): Entry {
  const entry = { items: [], ...(typeof given === "object" ? given : {}) } as Record<string, unknown>;
  const wrong = new Set(planEntry.safeParse(entry).error?.issues.map(({ path: [part] }) => part));
  const right = Object.fromEntries(Object.entries(entry).filter(([name]) => !wrong.has(name)));
  return planEntry.safeParse({ ...unnamed, items: [], ...right }).data ?? { ...unnamed, items: [] };
}
