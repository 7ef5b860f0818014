import {
  filledIn,
  sentenceOf,
  wordsOf,
  type FaultCode,
  type FaultValues,
  type ProblemPlace,
} from "@shuangsui/contracts";

const { imports: says } = wordsOf("zh");

/** What is wrong with one field of a row; an empty path is the row as a whole. */
export type FieldFault = {
  path: string;
  fault: FaultCode;
  values?: FaultValues;
  /** What is told in the place of the fault's own sentence. */
  message?: string;
};

/** Where a field stands in a sheet: its column's letters, and what is written above it. */
export type Cell = { column: string; heading: string };

/** A fault of a cell that is in no field's column, or in one that stands twice. */
export type CellFault = FieldFault & { cell?: Cell };

/** A row of an import by its number in the file, as a value to be checked, or with what is wrong with its form. */
export type ImportRow =
  | { row: number; value: unknown; faults?: never }
  | { row: number; faults: readonly CellFault[]; value?: never };

/** The rows of a file, where their fields stand in it, and how many there are, where it says so. */
export type Source = {
  rows: AsyncIterable<ImportRow>;
  cellOf(path: string): Cell | undefined;
  rowsOf?: () => number | undefined;
};

/** What is wrong with one row, one fault a field. */
export type RowFaults = { row: number; faults: readonly CellFault[] };

/** A file that cannot be read on from some row. */
export class BrokenFile extends Error {
  override readonly name = "BrokenFile";
  readonly found: readonly RowFaults[];

  constructor(found: readonly RowFaults[]) {
    super("the file is broken");
    this.found = found;
  }
}

/** What is wrong with a row's places, as it is told. */
export function placesOf({ row, faults }: RowFaults, cellOf: Source["cellOf"]): ProblemPlace[] {
  return faults.map(({ path, fault, values, message, cell }) => {
    const at = cell ?? cellOf(path.split("/")[0] ?? "");
    const sentence = message ?? sentenceOf(fault, values);
    return {
      row,
      ...(at === undefined ? {} : { column: at.column }),
      ...(path === "" ? {} : { path }),
      fault,
      message:
        at === undefined
          ? sentence
          : filledIn(at.heading === "" ? says.unnamed : says.cell, { ...at, fault: sentence }),
    };
  });
}

/** The letters by which a spreadsheet calls its column, counted from 0. */
export function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : lettersOf(Math.floor(column / 26) - 1) + last;
}
