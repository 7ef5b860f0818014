import {
  filledIn,
  Problem,
  sentenceOf,
  wordsOf,
  type FaultCode,
  type FaultValues,
  type ProblemPlace,
} from "@shuangsui/contracts";
import { maxPlaces } from "./limits.ts";

const { imports: says } = wordsOf("zh");

/** What is wrong with one field of a row; an empty path is the row as a whole. */
export type FieldFault = { path: string; fault: FaultCode; values?: FaultValues };

/** Where a field stands in a sheet: its column's letters, and what is written above it. */
export type Cell = { column: string; heading: string };

/** A fault of a cell that is in no field's column, or in one that stands twice. */
export type CellFault = FieldFault & { cell?: Cell };

/** A row of an import by its number in the file, as a value to be checked, or with what is wrong with its form. */
export type ImportRow =
  | { row: number; value: unknown; faults?: never }
  | { row: number; faults: readonly CellFault[]; value?: never };

/** The rows of a file, and where their fields stand in it. */
export type Source = { rows: AsyncIterable<ImportRow>; cellOf(path: string): Cell | undefined };

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

/** Gathers the rows that have faults: the first hundred, and how many there are. */
export function faultyRows() {
  let first: RowFaults[] = [];
  let number = 0;
  return {
    add(found: readonly RowFaults[]): void {
      number += found.length;
      if (found.length === 0) return;
      // A row's faults may be known later than those of the rows after it.
      first = [...first, ...found].sort((one, other) => one.row - other.row).slice(0, maxPlaces);
    },
    get number() {
      return number;
    },
    refusal: (cellOf: Source["cellOf"]) => rowsRefused(first, number - first.length, cellOf),
  };
}

/** The refusal that names rows, and how many more there are. */
function rowsRefused(found: readonly RowFaults[], more: number, cellOf: Source["cellOf"]): Problem {
  const places = found.flatMap(({ row, faults }) => faults.map((fault) => placeOf(row, fault, cellOf)));
  const detail = more === 0 ? undefined : filledIn(says.moreRows, { number: more });
  return new Problem("import/rows-refused", detail, places, more);
}

function placeOf(
  row: number,
  { path, fault, values, cell }: CellFault,
  cellOf: Source["cellOf"],
): ProblemPlace {
  const at = cell ?? cellOf(path.split("/")[0] ?? "");
  const sentence = sentenceOf(fault, values);
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
}

/** The letters by which a spreadsheet calls its column, counted from 0. */
export function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : lettersOf(Math.floor(column / 26) - 1) + last;
}
