import { faultOf, wordsOf, type RegisterKind } from "@shuangsui/contracts";
import type { Caller } from "@shuangsui/service-kit";
import { registerAll } from "../register/entries.ts";
import type { Change, ListQuery, Register, Work } from "../register/register.ts";
import type { Row } from "../register/row.ts";
import { columnsOf } from "../register/columns.ts";
import { batchRows } from "./limits.ts";
import type { FieldFault, ImportRow, RowFaults } from "./rows.ts";

/** One import under way: rows go in, faults come out, all of a row's at once. */
export type Importing = {
  /**
   * Takes a row, and begins to write those waiting where enough have come: while they are written the next ones are read. Gives what is known to be
   * wrong by then, or nothing.
   */
  take(row: ImportRow): Promise<RowFaults[]> | undefined;
  /** Writes the rows still waiting. */
  finish(): Promise<RowFaults[]>;
  imported(): number;
};

/** Brings rows into one register. */
export type Importer = {
  kind: RegisterKind;
  begin(work: Work, by: { caller: Caller; at: Date }): Importing;
};

/** The importer of a register. After the first fault rows are still checked, but no longer written. */
export function importerOf<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  register: Register<R, N, C, V, Q>,
): Importer {
  return {
    kind: register.kind,
    begin(work, by) {
      const seen = new Map<string, Map<string, number>>();
      let waiting: { row: number; entry: N }[] = [];
      let writing: Promise<RowFaults[]> = Promise.resolve([]);
      let imported = 0;
      let failed = false;

      const noted = (found: RowFaults[]): RowFaults[] => {
        failed ||= found.length > 0;
        return found;
      };
      const repeats = (row: number, entry: N): FieldFault[] =>
        register.keysOf(entry).flatMap(({ path, value }) => {
          const values = seen.get(path) ?? new Map<string, number>();
          seen.set(path, values);
          const first = values.get(value);
          if (first === undefined) values.set(value, row);
          return first === undefined ? [] : [{ path, fault: "repeats-row", values: { row: first } }];
        });

      const write = async (batch: typeof waiting): Promise<RowFaults[]> => {
        if (batch.length === 0) return [];
        const entries = batch.map(({ entry }) => entry);
        const { rows, faults } = failed
          ? { rows: [], faults: await register.faults(work, by.caller.authority, entries) }
          : await registerAll(work, register, entries, { ...by, reason: "imported" });
        imported += rows.length;
        const byRow = Map.groupBy(faults, ({ index }) => batch[index]?.row ?? 0);
        return noted([...byRow].map(([row, its]) => ({ row, faults: onePerField(its) })));
      };
      /** Begins to write those waiting when the batch before them is written; gives what was wrong with that. */
      const flush = async (): Promise<RowFaults[]> => {
        const batch = waiting;
        waiting = [];
        const found = await writing;
        writing = write(batch);
        // Whoever waits for it next is told.
        writing.catch(() => undefined);
        return found;
      };

      return {
        take({ row, value, faults }) {
          const wrong = async (its: RowFaults["faults"]) => noted([{ row, faults: its }]);
          if (faults !== undefined) return wrong(faults);
          const read = register.newEntry.safeParse(value);
          if (!read.success) return wrong(faultsOf(read.error.issues, value, register.kind));
          const repeated = repeats(row, read.data);
          if (repeated.length > 0) return wrong(repeated);
          waiting.push({ row, entry: read.data });
          return waiting.length >= batchRows ? flush() : undefined;
        },
        finish: async () => [...(await flush()), ...(await writing)],
        imported: () => imported,
      };
    },
  };
}

type Issue = { code?: string | undefined; path: readonly PropertyKey[] };

/** What a schema's issues say of a row's fields, the first of each. */
function faultsOf(issues: readonly Issue[], value: unknown, kind: RegisterKind): FieldFault[] {
  return onePerField(
    issues.flatMap((issue): FieldFault[] => {
      if (issue.code === "unrecognized_keys") return unknownFields(issue);
      const [field = ""] = issue.path.map(String);
      const names = Object.values(columnsOf[kind][field]?.names?.(wordsOf("zh")) ?? {});
      const { fault, values } = faultOf(issue, field === "" ? value : valueAt(value, issue.path));
      // A code may be written by its name: those are what can be chosen.
      return names.length > 0 && (fault === "choice" || fault === "other")
        ? [{ path: field, fault: "choice", values: { choices: names.join("、") } }]
        : [{ path: field, fault, values }];
    }),
  );
}

function unknownFields(issue: object): FieldFault[] {
  const keys = "keys" in issue && Array.isArray(issue.keys) ? issue.keys.map(String) : [];
  return keys.map((field) => ({ path: "", fault: "unknown-field", values: { field: field.slice(0, 60) } }));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (whole, part) => (typeof whole === "object" && whole !== null ? Reflect.get(whole, part) : undefined),
    value,
  );
}

function onePerField<F extends { path: string }>(faults: readonly F[]): F[] {
  return faults.filter(
    ({ path }, index) => path === "" || faults.findIndex((other) => other.path === path) === index,
  );
}
