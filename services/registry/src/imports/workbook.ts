import { WorkbookWriter, type WorkbookView, type WorksheetWriter } from "@cj-tech-master/excelts";
import { filledIn, Problem, wordsOf, type ProblemPlace } from "@shuangsui/contracts";
import { PassThrough, type Readable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { columnsOf, fieldOf, type SheetKind } from "../register/columns.ts";
import { offeredRows, offerOf } from "./choices.ts";
import { maxMarkedRows } from "./limits.ts";
import { BrokenFile, lettersOf } from "./rows.ts";
import { isProblemColumn, requiredOf, textOf, type SheetCell } from "./sheet.ts";
import type { OpenSheet } from "./source.ts";

const { imports: says } = wordsOf("zh");
const red = { type: "pattern", pattern: "solid", fgColor: { argb: "FFFFC7CE" } } as const;
const darkRed = { color: { argb: "FF9C0006" } } as const;
/** So many rows are written before others have their turn. */
const rowsATurn = 500;

/** The faults of rows in the order of the rows, as many at a time as one asks for. */
export type FaultsOf = (
  after: number,
) => Promise<readonly { row: number; detail: readonly ProblemPlace[] }[]>;

/**
 * A workbook as it was uploaded, row by row where it stood. The sheet that an import reads has a column that says what is wrong with a row
 * and what would be right, each wrong cell in red, and offers what may be chosen as its template does. Cells are texts, so that no number is
 * rounded when it is saved again.
 */
export function markedWorkbook(sheet: OpenSheet, kind: SheetKind, faultsOf: FaultsOf): Readable {
  const stream = new PassThrough();
  write(sheet, kind, faultsOf, stream).catch((error: unknown) =>
    stream.destroy(error instanceof Error ? error : new Error("the workbook could not be written")),
  );
  return stream;
}

async function write(
  sheet: OpenSheet,
  kind: SheetKind,
  faultsOf: FaultsOf,
  stream: PassThrough,
): Promise<void> {
  const workbook = new WorkbookWriter({
    stream,
    trueStreaming: true,
    useStyles: true,
    useSharedStrings: false,
  });
  const { before, after } = sheet.others;
  // It opens at the sheet that was read.
  workbook.views = [{ activeTab: before.length } as WorkbookView];
  for (const one of before) await copy(one, workbook);
  await markSheet(sheet, kind, faultsOf, workbook);
  for (const one of after) await copy(one, workbook);
  await workbook.commit();
}

/** Writes another sheet as it is; where it cannot be read on, as far as it can. */
async function copy(
  { name, rows }: OpenSheet["others"]["before"][number],
  workbook: WorkbookWriter,
): Promise<void> {
  const out = workbook.addWorksheet(sheetName(name));
  let written = 0;
  try {
    for await (const { row, cells } of rows()) {
      const line = out.getRow(row);
      writeCells(line, cells);
      line.commit();
      written += 1;
      if (written % rowsATurn === 0) await turn();
    }
  } catch (error) {
    if (!(error instanceof BrokenFile || error instanceof Problem)) throw error;
  }
  out.commit();
}

type Line = ReturnType<WorksheetWriter["getRow"]>;

function writeCells(line: Line, cells: readonly SheetCell[], leftOut = 0): void {
  cells.forEach((cell, index) => {
    if (textOf(cell) === "" || index + 1 === leftOut) return;
    const one = line.getCell(index + 1);
    one.value = textOf(cell);
    one.numFmt = "@";
  });
}

async function markSheet(
  sheet: OpenSheet,
  kind: SheetKind,
  faultsOf: FaultsOf,
  workbook: WorkbookWriter,
): Promise<void> {
  const out = workbook.addWorksheet(sheetName(sheet.name));
  const faults = inOrder(faultsOf);
  let problemColumn = 0;
  let written = 0;
  let last = 0;
  /** Writes a row, with what is wrong with it. */
  const mark = async (row: number, cells: readonly SheetCell[]) => {
    const found = await faults.of(row);
    const isHeader = problemColumn === 0;
    if (isHeader) {
      problemColumn = problemColumnOf(cells);
      offerChoices(out, kind, cells, row);
    }
    const line = out.getRow(row);
    writeCells(line, cells, problemColumn);
    if (isHeader) line.getCell(problemColumn).value = says.problem;
    if (found.length > 0) {
      const told = line.getCell(isHeader ? problemColumn + 1 : problemColumn);
      told.value = found.map(({ message }) => message).join("；");
      told.font = darkRed;
      for (const { column } of found) if (column !== undefined) line.getCell(numberOf(column)).fill = red;
      if (faults.taken() === maxMarkedRows)
        line.getCell(problemColumn + 1).value = filledIn(says.unmarked, { number: maxMarkedRows });
    }
    line.commit();
    last = row;
    written += 1;
    if (written % rowsATurn === 0) await turn();
  };
  try {
    for await (const { row, cells } of sheet.rows()) await mark(row, cells);
  } catch (error) {
    // What follows cannot be read: it is said where that begins.
    if (!(error instanceof BrokenFile)) throw error;
    await mark(Math.max(last + 1, error.found[0]?.row ?? 0), []);
  }
  out.commit();
}

/** Offers below a header what may be chosen in each column that it knows, in the header's language. */
function offerChoices(
  out: WorksheetWriter,
  kind: SheetKind,
  header: readonly SheetCell[],
  row: number,
): void {
  const required = requiredOf(kind);
  header.forEach((cell, index) => {
    const heading = textOf(cell).trim();
    const field = heading === "" ? null : fieldOf(kind, heading);
    const column = typeof field === "string" ? columnsOf[kind][field] : undefined;
    if (typeof field !== "string" || column === undefined) return;
    const language = /\p{Script=Han}/v.test(heading) ? "zh" : "en";
    const offer = offerOf(column, required.includes(field), language);
    const letters = lettersOf(index);
    // A range as one: cell by cell, each would be kept until the sheet is written.
    if (offer !== undefined)
      out.dataValidations.add(`range:${letters}${row + 1}:${letters}${row + offeredRows}`, offer);
  });
}

/** Where it is said what is wrong: in the column of an earlier import, else after the last. */
function problemColumnOf(cells: readonly SheetCell[]): number {
  const earlier = cells.findIndex((cell) => isProblemColumn(textOf(cell)));
  return earlier === -1 ? cells.length + 1 : earlier + 1;
}

const numberOf = (letters: string) => {
  for (let column = 0; column < 16_384; column += 1) if (lettersOf(column) === letters) return column + 1;
  return 1;
};

/** A name that a sheet may have. */
const sheetName = (name: string | null) => (name ?? "Sheet1").replaceAll(/[\\/*?:[\]]/g, " ").slice(0, 31);

/** Gives the faults of rows that are asked for in their order, and reads them in pages. */
function inOrder(faultsOf: FaultsOf) {
  let page: readonly { row: number; detail: readonly ProblemPlace[] }[] = [];
  let at = 0;
  let after = 0;
  let taken = 0;
  let over = false;
  return {
    taken: () => taken,
    async of(row: number): Promise<readonly ProblemPlace[]> {
      for (;;) {
        if (at >= page.length && !over) {
          page = await faultsOf(after);
          at = 0;
          over = page.length === 0;
          after = page.at(-1)?.row ?? after;
        }
        const next = page[at];
        if (next === undefined || next.row > row) return [];
        at += 1;
        taken += 1;
        if (next.row === row) return next.detail;
      }
    },
  };
}
