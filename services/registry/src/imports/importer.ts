import type { Caller } from "@shuangsui/service-kit";
import { registerAll } from "../register/entries.ts";
import type { Change, Column, ListQuery, Register, Work } from "../register/register.ts";
import type { Row } from "../register/row.ts";
import { batchRows } from "./limits.ts";
import type { ImportRow, RowFault } from "./rows.ts";

/** One import under way: rows go in, faults come out. */
export type Importing = {
  /** Takes a row, and writes those waiting where enough have come. */
  take(row: ImportRow): Promise<RowFault[]>;
  /** Writes the rows still waiting. */
  finish(): Promise<RowFault[]>;
  imported(): number;
};

/** Brings rows into one register. */
export type Importer = {
  columns: Record<string, Column>;
  begin(work: Work, by: { caller: Caller; at: Date }): Importing;
};

/** The importer of a register. After the first fault rows are still checked, but no longer written. */
export function importerOf<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  register: Register<R, N, C, V, Q>,
): Importer {
  return {
    columns: register.columns,
    begin(work, by) {
      const seen = new Map<string, number>();
      let waiting: { row: number; entry: N }[] = [];
      let imported = 0;
      let failed = false;

      const noted = (faults: RowFault[]): RowFault[] => {
        failed ||= faults.length > 0;
        return faults;
      };
      const repeats = (row: number, entry: N): RowFault[] =>
        register.keysOf(entry).flatMap(({ path, value }) => {
          const key = `${path} ${value}`;
          const first = seen.get(key);
          if (first === undefined) seen.set(key, row);
          return first === undefined ? [] : [{ row, path, message: `repeats row ${first}` }];
        });

      const flush = async (): Promise<RowFault[]> => {
        const batch = waiting;
        waiting = [];
        if (batch.length === 0) return [];
        const entries = batch.map(({ entry }) => entry);
        const { rows, faults } = failed
          ? { rows: [], faults: await register.faults(work, by.caller.authority, entries) }
          : await registerAll(work, register, entries, { ...by, reason: "imported" });
        imported += rows.length;
        return noted(
          faults.map(({ index, path, message }) => ({ row: batch[index]?.row ?? 0, path, message })),
        );
      };

      return {
        async take({ row, value, fault }) {
          if (fault !== undefined) return noted([{ row, ...fault }]);
          const read = register.newEntry.safeParse(value);
          if (!read.success)
            return noted(
              read.error.issues.map((issue) => ({ row, path: issue.path.join("/"), message: issue.message })),
            );
          const repeated = noted(repeats(row, read.data));
          if (repeated.length > 0) return repeated;
          waiting.push({ row, entry: read.data });
          return waiting.length >= batchRows ? flush() : [];
        },
        finish: flush,
        imported: () => imported,
      };
    },
  };
}
