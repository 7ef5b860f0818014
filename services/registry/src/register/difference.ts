import { roles } from "@shuangsui/contracts";
import type { Change, ListQuery, Register } from "./register.ts";
import type { Row } from "./row.ts";
import type { VersionRow } from "./store.ts";
import type { Viewer } from "../secrecy/viewer.ts";

/** What says of a version that it is another one, and nothing of the entry. */
const ofVersion: ReadonlySet<string> = new Set(["version", "updatedAt"]);

/** A field that stands otherwise than before, as the viewer may see both. */
export type FieldChange = { field: string; was: unknown; is: unknown };

/**
 * The fields in which two versions of an entry differ. They are compared as they are, and told as the viewer may see them: that a
 * phone has changed is to be known, not the phone.
 */
export function fieldChanges<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  register: Register<R, N, C, V, Q>,
  before: R,
  after: R,
  viewer: Viewer,
): FieldChange[] {
  const shown = (row: R, by: Viewer) =>
    new Map<string, unknown>(Object.entries(register.viewOf(row, by) as object));
  const whole = (row: R) => shown(row, { authority: row.authority, roles });
  const [was, is] = [whole(before), whole(after)];
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter(
    (field) => !ofVersion.has(field) && JSON.stringify(was.get(field)) !== JSON.stringify(is.get(field)),
  );
  if (changed.length === 0) return [];
  const [wasSeen, isSeen] = [shown(before, viewer), shown(after, viewer)];
  return changed.map((field) => ({ field, was: wasSeen.get(field) ?? null, is: isSeen.get(field) ?? null }));
}

/**
 * What has become of an entry from its first of these versions to its last (article 15): each field that stands otherwise, with the
 * version that gave it what it has now.
 */
export function differenceOf<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  register: Register<R, N, C, V, Q>,
  versions: readonly VersionRow<R>[],
  viewer: Viewer,
): (FieldChange & { by: VersionRow<R> })[] {
  const [first, last] = [versions.at(0), versions.at(-1)];
  if (first === undefined || last === undefined) return [];
  const changedBy = new Map<string, VersionRow<R>>();
  for (const [index, version] of versions.entries()) {
    const before = versions[index - 1];
    if (before === undefined) continue;
    for (const { field } of fieldChanges(register, before.entry, version.entry, viewer))
      changedBy.set(field, version);
  }
  return fieldChanges(register, first.entry, last.entry, viewer).map((change) => ({
    ...change,
    by: changedBy.get(change.field) ?? last,
  }));
}
