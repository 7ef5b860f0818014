import type { registerChange } from "@shuangsui/contracts";
import type { z } from "zod";
import type { ChangeReaders } from "./reader.ts";
import type { ChangeRow, ChangesPage } from "./store.ts";

/** A change as it is told. */
export const changeView = (readers: ChangeReaders, row: ChangeRow): z.output<typeof registerChange> => ({
  register: row.register,
  name: row.entry.name ?? row.entry.law ?? row.entry.document ?? null,
  about: row.about,
  version: row.version,
  at: row.at.toISOString(),
  authority: row.authority,
  actor: row.actor,
  reason: row.reason,
  ...readers[row.register](row),
});

/** Where a change stands among all. */
export const placeOf = (row: ChangeRow): NonNullable<ChangesPage["before"]> => [
  row.at.toISOString(),
  row.register,
  row.subject,
  row.version,
];
