import { CsvError, parse } from "csv-parse";
import { undefused } from "@shuangsui/service-kit/row-files";
import { finished } from "node:stream/promises";
import { maxRowBytes } from "./limits.ts";
import { BrokenFile, type FieldFault } from "./rows.ts";
import { isBlank, type SheetRow } from "./sheet.ts";

/** How many rows of the sheet, blank or not, a parser has read. */
const rowsBefore = ({ records, empty_lines: blank }: { records: number; empty_lines: number }) =>
  records + blank;

/**
 * The records of a CSV text. Those before a broken one are given too, where the parser's own stream would drop them.
 * @throws BrokenFile where it is no CSV from some row on
 */
export async function* recordsOf(texts: AsyncIterable<string>): AsyncGenerator<SheetRow> {
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
      if (!cells.every(isBlank)) ready.push({ row: rowsBefore(read), cells: cells.map(undefused) });
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
