import type { PlannedEntry } from "@shuangsui/contracts";

/** Entries as they are written: without what publishing pins. */
export const written = (entries: readonly PlannedEntry[]) =>
  entries.map(({ itemVersions: _pinned, ...entry }) => entry);
