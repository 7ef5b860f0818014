import { CsvError, parse } from "csv-parse";
import { finished } from "node:stream/promises";
import type { Column } from "../register/register.ts";
import { maxRowBytes } from "./limits.ts";
import { rowsRefused, type ImportRow } from "./rows.ts";

/**
 * The rows of a CSV file (UTF-8, a header line first, columns in any order) as they come, numbered from 1 after
 * the header. A row that does not fit the header comes with what is wrong with it.
 * @throws Problem `import/rows-refused` where the header is wrong or the text is no CSV from some row on
 */
export async function* csvRows(
  chunks: AsyncIterable<Buffer>,
  columns: Record<string, Column>,
): AsyncGenerator<ImportRow> {
  let header: string[] | undefined;
  let row = 0;
  try {
    for await (const cells of recordsOf(chunks)) {
      if (header === undefined) {
        header = checkedHeader(cells, columns);
        continue;
      }
      row += 1;
      yield rowOf(row, cells, header, columns);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw rowsRefused([{ row: header === undefined ? 0 : row + 1, path: "", message: messageOf(error) }]);
  }
  if (header === undefined) throw rowsRefused([{ row: 0, path: "", message: "the file has no header" }]);
}

/** The records of a CSV text. Those before a broken one are given too, where the parser's own stream would drop them. */
async function* recordsOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  let ready: string[][] = [];
  const parser = parse({
    bom: true,
    encoding: "utf8",
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRowBytes,
    on_record: (record: string[]) => {
      ready.push(record);
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
  for await (const chunk of chunks) {
    const broken = await new Promise<Error | null | undefined>((resolve) => parser.write(chunk, resolve));
    yield* taken();
    if (broken) throw broken;
  }
  parser.end();
  const broken = await ended.then(
    () => undefined,
    (error: unknown) => error,
  );
  yield* taken();
  if (broken !== undefined) throw broken;
}

function checkedHeader(cells: readonly string[], columns: Record<string, Column>): string[] {
  const expected = Object.keys(columns);
  const wrong = [
    ...expected
      .filter((name) => !cells.includes(name))
      .map((name) => ({ row: 0, path: name, message: "the column is missing" })),
    ...cells
      .filter((name) => !expected.includes(name))
      .map((name) => ({
        row: 0,
        path: /^[\w-]{1,40}$/.test(name) ? name : "",
        message: `is not a column here; the columns are ${expected.join(",")}`,
      })),
    ...cells
      .filter((name, i) => expected.includes(name) && cells.indexOf(name) !== i)
      .map((name) => ({ row: 0, path: name, message: "the column stands twice" })),
  ];
  if (wrong.length > 0) throw rowsRefused(wrong);
  return [...cells];
}

function rowOf(
  row: number,
  cells: readonly string[],
  header: readonly string[],
  columns: Record<string, Column>,
): ImportRow {
  if (cells.length !== header.length)
    return { row, fault: { path: "", message: `has ${cells.length} fields, the header ${header.length}` } };
  const broken = header.find((_name, i) => cells[i]?.includes("\uFFFD") === true);
  if (broken !== undefined) return { row, fault: { path: broken, message: "is not UTF-8" } };
  return {
    row,
    value: Object.fromEntries(
      header.map((name, i) => [name, valueOf(cells[i] ?? "", columns[name] ?? "text")]),
    ),
  };
}

function valueOf(cell: string, column: Column): string | null | string[] {
  switch (column) {
    case "text":
      return cell;
    case "optional":
      return cell === "" ? null : cell;
    case "list":
      return cell === "" ? [] : cell.split(";");
    default:
      return column satisfies never;
  }
}

function messageOf(error: CsvError): string {
  switch (error.code) {
    case "CSV_MAX_RECORD_SIZE":
      return `is larger than ${maxRowBytes} bytes`;
    case "CSV_QUOTE_NOT_CLOSED":
      return "a quotation mark is not closed";
    default:
      return "is not CSV: a quotation mark is out of place";
  }
}
