import type { PlannedEntry } from "@shuangsui/contracts";

/** What an adjustment changes of one entry: all of it where it is new or gone, else field by field. */
export type EntryDifference = {
  id: string;
  title: string;
  change: "added" | "removed" | "changed";
  fields: { name: string; from: unknown; to: unknown }[];
};

/** What follows from publishing, or is told by the entry itself. */
const unsaid: ReadonlySet<string> = new Set(["id", "itemVersions", "filtered"]);

/** How an adjusted plan differs from the one in force (article 17), in the order of the new one, what is gone last. */
export function differenceOf(
  inForce: readonly PlannedEntry[],
  adjusted: readonly PlannedEntry[],
): EntryDifference[] {
  const before = new Map(inForce.map((entry) => [entry.id, entry]));
  const after = new Set(adjusted.map(({ id }) => id));
  return [
    ...adjusted.flatMap((entry): EntryDifference[] => {
      const { id, title } = entry;
      const old = before.get(id);
      if (old === undefined) return [{ id, title, change: "added", fields: [] }];
      const fields = changedFields(old, entry);
      return fields.length === 0 ? [] : [{ id, title, change: "changed", fields }];
    }),
    ...inForce
      .filter(({ id }) => !after.has(id))
      .map(({ id, title }): EntryDifference => ({ id, title, change: "removed", fields: [] })),
  ];
}

function changedFields(from: PlannedEntry, to: PlannedEntry): EntryDifference["fields"] {
  const [old, now] = [from, to] as unknown as Readonly<Record<string, unknown>>[];
  const names = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...names]
    .filter((name) => !unsaid.has(name) && JSON.stringify(old?.[name]) !== JSON.stringify(now?.[name]))
    .map((name) => ({ name, from: old?.[name], to: now?.[name] }));
}
