import { insertRows, updateRow } from "./store.ts";
import type { Work } from "./register.ts";
import type { Row } from "./row.ts";

/** Reading, writing and history of a register whose entries are the rows of one table. */
export function tableOf<R extends Row>(table: string) {
  return {
    relation: table,
    async insert(work: Work, rows: readonly R[]): Promise<R[]> {
      const written = await insertRows(work, table, rows);
      return rows.filter((row) => written.has(row.id));
    },
    update: (work: Work, row: R) => updateRow(work, table, row),
    subjectOf: (row: R) => row.id,
  };
}

/** The columns that a new row and a changed one begin with. */
export const firstVersion = (id: string, authority: string, at: Date): Row => ({
  id,
  authority,
  version: 1,
  updated_at: at,
});
export const nextVersion = <R extends Row>(row: R, at: Date): R => ({
  ...row,
  version: row.version + 1,
  updated_at: at,
});
/** What every view begins with. */
export const entryOf = (row: Row) => ({
  id: row.id,
  authority: row.authority,
  version: row.version,
  updatedAt: row.updated_at.toISOString(),
});
