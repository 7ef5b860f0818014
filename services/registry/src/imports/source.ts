import { Problem, sameName } from "@shuangsui/contracts";
import type { SheetKind } from "../register/columns.ts";
import { recordsOf } from "./csv.ts";
import { decoded, type Encoding } from "./encoding.ts";
import { jsonSource } from "./json.ts";
import { fits, sheetSource, type SheetCell, type SheetRow } from "./sheet.ts";
import { BrokenFile, type Source } from "./rows.ts";
import type { FileForm } from "./tables.ts";
import { openWorkbook, type Workbook } from "./xlsx.ts";

/** It cannot be told which of a workbook's sheets is to be read. */
class WhichSheet extends Problem {
  readonly sheets: readonly string[];

  constructor(sheets: readonly string[]) {
    super("import/which-sheet", sheets.join("、"));
    this.sheets = sheets;
  }
}

/** A file as it lies in the database. */
export type StoredFile = {
  register: SheetKind;
  form: FileForm;
  encoding: string;
  sheet: string | null;
  chunks(): AsyncIterable<Buffer>;
};

/** The rows of a sheet as they are written, by the name of the sheet. */
export type OpenSheet = {
  name: string | null;
  rows(): AsyncIterable<SheetRow>;
  rowsOf(): number | undefined;
  merged(): Promise<(row: number, column: number) => boolean>;
  /** The other sheets of its workbook, in their order: those that stand before it, and those after. */
  others: { before: readonly OtherSheet[]; after: readonly OtherSheet[] };
};
type OtherSheet = Pick<OpenSheet, "rows"> & { name: string };

const unmerged = async () => () => false;

/**
 * Opens the sheet of a file that an import reads: the one that was named, else the only one, else the one whose headings
 * fit. @throws Problem `import/which-sheet` (`WhichSheet`), those of `openWorkbook`
 */
export async function openSheet(file: StoredFile): Promise<OpenSheet> {
  if (file.form !== "workbook" && file.sheet !== null) throw new Problem("import/which-sheet");
  if (file.form !== "workbook")
    return {
      name: null,
      rows: () => recordsOf(decoded(file.chunks(), encodingOf(file.encoding))),
      rowsOf: () => undefined,
      merged: unmerged,
      others: { before: [], after: [] },
    };
  const pieces: Buffer[] = [];
  for await (const piece of file.chunks()) pieces.push(piece);
  const workbook = await openWorkbook(Buffer.concat(pieces));
  const name = await sheetOf(workbook, file);
  const all = workbook.sheets.map((one) => ({ name: one, rows: () => workbook.rows(one) }));
  const at = workbook.sheets.indexOf(name);
  return {
    others: { before: all.slice(0, at), after: all.slice(at + 1) },
    name,
    rows: () => workbook.rows(name),
    rowsOf: () => workbook.rowsOf(name),
    merged: () => workbook.merged(name),
  };
}

async function sheetOf(workbook: Workbook, { register, sheet }: StoredFile): Promise<string> {
  const { sheets } = workbook;
  if (sheet !== null) {
    const named = sheets.find((one) => one === sheet) ?? sheets.find((one) => sameName(one, sheet));
    if (named === undefined) throw new WhichSheet(sheets);
    return named;
  }
  const [only, ...others] = sheets;
  if (only !== undefined && others.length === 0) return only;
  const fitting: string[] = [];
  for (const one of sheets) {
    const header = await headerOf(workbook, one);
    if (header !== undefined && fits(header, register)) fitting.push(one);
  }
  const [found, ...more] = fitting;
  if (found === undefined || more.length > 0) throw new WhichSheet(sheets);
  return found;
}

/** The cells of a sheet's first row; undefined where it has none that can be read. */
async function headerOf(workbook: Workbook, sheet: string): Promise<readonly SheetCell[] | undefined> {
  try {
    const first = await workbook.rows(sheet).next();
    return first.done === true ? undefined : first.value.cells;
  } catch (error) {
    if (error instanceof BrokenFile) return undefined;
    throw error;
  }
}

/** The rows of a file as an import checks them. @throws Problem those of `openSheet` */
export async function openSource(file: StoredFile): Promise<Source & { sheet: string | null }> {
  if (file.form === "json") return { ...jsonSource(file.chunks()), sheet: null };
  const sheet = await openSheet(file);
  const source = sheetSource(sheet.rows(), file.register, await sheet.merged());
  return { ...source, rowsOf: sheet.rowsOf, sheet: sheet.name };
}

const encodings = ["utf-8", "utf-16le", "utf-16be", "gb18030"] as const;
const encodingOf = (name: string): Encoding => encodings.find((one) => one === name) ?? "utf-8";
