import { roles, type VersionedKind } from "@shuangsui/contracts";
import { fieldChanges } from "../register/difference.ts";
import type { Change, ListQuery, Register } from "../register/register.ts";
import type { Row } from "../register/row.ts";
import type { ChangeRow } from "./store.ts";

/** Which fields of a register's entry a version has changed, and by what the entry is asked for. */
type ChangeReader = (change: ChangeRow) => { ref: string; fields: string[] };
export type ChangeReaders = Readonly<Record<VersionedKind, ChangeReader>>;

/**
 * Tells of a register's changes. Of an entity that several supervise what another of them keeps is not compared with what this one
 * keeps: there only what is shared may have changed.
 */
export function changeReader<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  register: Register<R, N, C, V, Q>,
): ChangeReader {
  const viewer = { authority: "", roles };
  return ({ entry, before, at }) => {
    // A version's entry is the row as it was written then, but for the time, which JSON has as a text.
    const rowOf = (kept: Row) => ({ ...kept, updated_at: at }) as R;
    const row = rowOf(entry);
    const ref =
      "code" in row && typeof row.code === "string" && register.order === "code" ? row.code : row.id;
    if (before === null) return { ref, fields: Object.keys(register.viewOf(row, viewer) as object) };
    const was = rowOf(before);
    const standing = register.standing?.(was, row, before.authority) ?? row;
    const changed = fieldChanges(register, was, standing, viewer);
    return { ref, fields: changed.map(({ field }) => field) };
  };
}
