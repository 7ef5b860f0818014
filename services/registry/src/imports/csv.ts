import { CsvError, parse } from "csv-parse";
import { finished } from "node:stream/promises";
import type { RegisterKind } from "@shuangsui/contracts";
import { cellValue } from "../register/cells.ts";
import { columnsOf, fieldOf, headingOf } from "../register/columns.ts";
import { maxRowBytes } from "./limits.ts";
import {
  BrokenFile,
  type Cell,
  type CellFault,
  type FieldFault,
  lettersOf,
  type ImportRow,
  type Source,
} from "./rows.ts";

type Place = Cell & { field: string | null };

/**
 * The rows of a CSV text as a spreadsheet shows them: the first that is not blank is the header, with the columns in any
 * order, and a row's number is the sheet's own. Blank rows and columns are nothing.
 */
export function csvSource(texts: AsyncIterable<string>, kind: RegisterKind): Source {
  let header: Place[] | undefined;
  async function* rows(): AsyncGenerator<ImportRow> {
    for await (const { row, cells } of recordsOf(texts)) {
      if (header === undefined) header = checkedHeader(row, cells, kind);
      else yield rowOf(row, cells, header, kind);
    }
    if (header === undefined) throw new BrokenFile([{ row: 1, faults: [{ path: "", fault: "no-header" }] }]);
  }
  return {
    rows: rows(),
    cellOf(path) {
      const place = header?.find(({ field }) => field === path);
      return place === undefined ? undefined : { column: place.column, heading: place.heading };
    },
  };
}

const isBlank = (cell: string) => cell.trim() === "";

/** A row of a sheet that is not blank, by the sheet's own number. */
type SheetRow = { row: number; cells: string[] };

/** How many rows of the sheet, blank or not, a parser has read. */
const rowsBefore = ({ records, empty_lines: blank }: { records: number; empty_lines: number }) =>
  records + blank;

/**
 * The records of a CSV text. Those before a broken one are given too, where the parser's own stream would drop them.
 * @throws BrokenFile where it is no CSV from some row on
 */
async function* recordsOf(texts: AsyncIterable<string>): AsyncGenerator<SheetRow> {
  let ready: SheetRow[] = [];
  const ahead: string[] = [];
  const more = texts[Symbol.asyncIterator]();
  // The header tells what parts the cells.
  for (let length = 0; length < maxRowBytes && !/\S[^\n\r]*[\n\r]/.test(ahead.join(""));) {
    const next = await more.next();
    if (next.done === true) break;
    ahead.push(next.value);
    length += next.value.length;
  }
  const parser = parse({
    delimiter: delimiterOf(ahead.join("")),
    relax_column_count: true,
    // Sheets that were put together by hand have all of them.
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: maxRowBytes,
    skip_empty_lines: true,
    on_record: (cells: string[], read) => {
      // A sheet may end in a million blank rows: they are counted here, where that costs little.
      if (!cells.every(isBlank)) ready.push({ row: rowsBefore(read), cells });
      return null;
    },
  });
  const ended = finished(parser.resume());
  ended.catch(() => undefined);
  const taken = () => {
    const records = ready;
    ready = [];
    return records;
  };
  const refusalOf = (broken: unknown) =>
    broken instanceof CsvError
      ? new BrokenFile([{ row: rowsBefore(parser.info) + 1, faults: [faultOfText(broken)] }])
      : broken;
  const rest = { [Symbol.asyncIterator]: () => more };
  for await (const text of joined(ahead, rest)) {
    const broken = await new Promise<Error | null | undefined>((resolve) => parser.write(text, resolve));
    yield* taken();
    if (broken) throw refusalOf(broken);
  }
  parser.end();
  const broken = await ended.then(
    () => undefined,
    (error: unknown) => error,
  );
  yield* taken();
  if (broken !== undefined) throw refusalOf(broken);
}

async function* joined(ahead: readonly string[], rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield* ahead;
  yield* rest;
}

/** A spreadsheet's "Unicode text" has tabs where CSV has commas. */
function delimiterOf(beginning: string): string {
  const header = /\S[^\n\r]*/.exec(beginning)?.[0] ?? "";
  return header.split("\t").length > header.split(",").length ? "\t" : ",";
}

/** @throws BrokenFile where columns are missing, unknown or doubled */
function checkedHeader(row: number, cells: readonly string[], kind: RegisterKind): Place[] {
  const places = cells.map((cell, index): Place & { known: boolean } => {
    const heading = cell.normalize("NFC").trim();
    const field = heading === "" ? null : fieldOf(kind, heading);
    return { column: lettersOf(index), heading, field: field ?? null, known: field !== undefined };
  });
  const named = Object.keys(columnsOf[kind])
    .map((field) => headingOf(field))
    .join("、");
  const faults = [
    ...Object.entries(columnsOf[kind]).flatMap(([field, { as, of }]): FieldFault[] =>
      as.startsWith("optional") ||
      of === "row" ||
      of === "change" ||
      places.some((place) => place.field === field)
        ? []
        : [{ path: field, fault: "column-missing", values: { heading: headingOf(field) } }],
    ),
    ...places.flatMap(({ column, heading, field, known }, index): CellFault[] => {
      const cell = { column, heading };
      if (!known) return [{ path: "", cell, fault: "column-unknown", values: { heading, columns: named } }];
      return field !== null && places.findIndex((place) => place.field === field) !== index
        ? [{ path: field, cell, fault: "column-twice", values: { heading } }]
        : [];
    }),
  ];
  if (faults.length > 0) throw new BrokenFile([{ row, faults }]);
  return places.map(({ column, heading, field }) => ({ column, heading, field }));
}

function rowOf(
  row: number,
  cells: readonly string[],
  header: readonly Place[],
  kind: RegisterKind,
): ImportRow {
  const faults = cells.flatMap((cell, index): CellFault[] => {
    const { column = lettersOf(index), heading = "", field = null } = header[index] ?? {};
    const place = { path: field ?? "", cell: { column, heading } };
    if (heading === "") return isBlank(cell) ? [] : [{ ...place, fault: "blank-heading" }];
    return cell.includes("\uFFFD") ? [{ ...place, fault: "encoding" }] : [];
  });
  if (faults.length > 0) return { row, faults };
  const value: Record<string, unknown> = {};
  header.forEach(({ field }, index) => {
    const column = field === null ? undefined : columnsOf[kind][field];
    if (field !== null && column !== undefined && column.of !== "row" && column.of !== "change")
      value[field] = cellValue(cells[index] ?? "", column);
  });
  return { row, value };
}

function faultOfText(error: CsvError): FieldFault {
  switch (error.code) {
    case "CSV_MAX_RECORD_SIZE":
      return { path: "", fault: "row-too-large", values: { max: maxRowBytes } };
    case "CSV_QUOTE_NOT_CLOSED":
      return { path: "", fault: "open-quote" };
    default:
      return { path: "", fault: "not-csv" };
  }
}
