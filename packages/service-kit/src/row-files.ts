import { stringify } from "csv-stringify";
import { once } from "node:events";
import { PassThrough, type Readable, type Writable } from "node:stream";

export type FileFormat = "xlsx" | "csv";

/** A file under way: rows go in, no faster than what comes out is read. */
export type RowsFile = {
  stream: Readable;
  /** False where nobody reads any more. */
  write(rows: readonly (readonly string[])[]): Promise<boolean>;
  end(): Promise<void>;
  /** Cuts the file off, so that nobody takes a part for the whole. */
  fail(error: Error): void;
};

/** The media types of files, by their format. */
export const mediaTypes = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
} as const satisfies Record<FileFormat, string>;

/** Opens a file of rows below their headings. What it says is text, and nothing in it a formula. */
export async function rowsFile(
  format: FileFormat,
  title: string,
  headings: readonly string[],
): Promise<RowsFile> {
  return format === "csv" ? csvFile(headings) : workbookFile(title, headings);
}

function csvFile(headings: readonly string[]): RowsFile {
  const csv = stringify({ bom: true, record_delimiter: "windows", quoted_match: /[\r\n]/ });
  csv.write(headings.map(defused));
  return {
    stream: csv,
    async write(rows) {
      for (const row of rows) csv.write(row.map(defused));
      return drained(csv);
    },
    end: async () => void csv.end(),
    fail: (error) => void csv.destroy(error),
  };
}

/** What a spreadsheet would take for a formula, or for one that was kept from being taken for it. */
const formula = /^'*[=+\-@\t\r＝＋－＠]/;
/** A number below 0 computes nothing. */
const negative = /^-\d{1,15}$/;
/** A cell that no spreadsheet takes for a formula. `undefused` gives what stood there. */
const defused = (cell: string) => (formula.test(cell) && !negative.test(cell) ? `'${cell}` : cell);
/** What stood in a cell of a file of rows before it was kept from being taken for a formula. */
export const undefused = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;

/** What may be written before its reader is waited for. */
const waitingBytes = 1 << 18;

async function workbookFile(title: string, headings: readonly string[]): Promise<RowsFile> {
  // It takes longer to load than most of a service.
  const { WorkbookWriter } = await import("@cj-tech-master/excelts");
  const stream = new PassThrough({ highWaterMark: waitingBytes });
  const workbook = new WorkbookWriter({
    stream,
    trueStreaming: true,
    useStyles: true,
    creator: "",
    lastModifiedBy: "",
  });
  const sheet = workbook.addWorksheet(title, { views: [{ state: "frozen", ySplit: 1 }] });
  // As text, so that who corrects a code of many digits in the file leaves it whole.
  sheet.columns = headings.map((heading) => ({
    header: heading,
    width: Math.max(12, 2 * heading.length + 4),
    style: { numFmt: "@" },
  }));
  sheet.getRow(1).font = { bold: true };
  sheet.getRow(1).commit();
  return {
    stream,
    async write(rows) {
      for (const row of rows) sheet.addRow([...row]).commit();
      return drained(stream);
    },
    async end() {
      sheet.commit();
      await workbook.commit();
    },
    fail: (error) => void stream.destroy(error),
  };
}

/** Waits until what was written is read; false where that never will be. */
async function drained(stream: Writable): Promise<boolean> {
  if (stream.writableNeedDrain && !stream.destroyed)
    await Promise.race([once(stream, "drain"), once(stream, "close")]);
  return !stream.destroyed;
}
