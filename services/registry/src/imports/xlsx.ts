import { Problem } from "@shuangsui/contracts";
import { SaxesParser } from "saxes";
import { fromBufferPromise, type Entry, type ZipFile } from "yauzl";
import { dateFormats, dayOfSerial } from "../register/dates.ts";
import {
  largeBytes,
  maxInflation,
  maxRowBytes,
  maxSharedBytes,
  maxUnmarked,
  maxUnpackedBytes,
} from "./limits.ts";
import { BrokenFile } from "./rows.ts";
import { isBlank, textOf, type SheetCell, type SheetRow } from "./sheet.ts";

/** A workbook (ECMA-376) whose parts are unpacked as they are read. */
export type Workbook = {
  /** The names of its sheets that are not hidden, in their order. */
  sheets: readonly string[];
  /** The rows of a sheet that are not blank. @throws Problem `import/damaged`, `import/inflated`, BrokenFile where one is too large */
  rows(sheet: string): AsyncGenerator<SheetRow>;
  /** How many rows a sheet says it has; undefined where it says nothing. Known once its rows are read. */
  rowsOf(sheet: string): number | undefined;
  /** Which cells of a sheet are merged with others. */
  merged(sheet: string): Promise<(row: number, column: number) => boolean>;
};

type Part = { name: string; attributes: Readonly<Record<string, string>> };
type Handlers = {
  open?(part: Part): void;
  text?(text: string): void;
  close?(name: string): void;
};

const damaged = (detail?: string) => new Problem("import/damaged", detail);
const oldForm = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const zipMark = Buffer.from("PK\u0003\u0004");
/** The name of the stream that holds a workbook under a password, as the old form writes names. */
const encryptedPackage = Buffer.from("EncryptedPackage", "utf16le");

/** Whether a file's beginning is a workbook's, be it of the old form. */
export const isWorkbook = (beginning: Buffer): boolean =>
  [oldForm, zipMark].some((mark) => beginning.subarray(0, mark.length).equals(mark));

/**
 * Opens a workbook. Nothing is unpacked before its directory was found within bounds.
 * @throws Problem `import/old-xls`, `import/encrypted`, `import/damaged`, `import/inflated`, `import/not-a-sheet`
 */
export async function openWorkbook(bytes: Buffer): Promise<Workbook> {
  if (bytes.subarray(0, oldForm.length).equals(oldForm))
    throw new Problem(bytes.includes(encryptedPackage) ? "import/encrypted" : "import/old-xls");
  const zip = await fromBufferPromise(bytes).catch(() => {
    throw damaged();
  });
  const entries = await entriesOf(zip);
  const unpack = (path: string) => unpacked(zip, entries, path);
  const { sheets, date1904 } = await sheetsOf(unpack);
  const visible = sheets.filter(({ hidden, path }) => !hidden && entries.has(path));
  if (visible.length === 0) throw new Problem("import/not-a-sheet");
  const pathOf = (name: string) => visible.find((sheet) => sheet.name === name)?.path ?? "";
  const totals = new Map<string, number>();
  let shared: Promise<readonly string[]> | undefined;
  let dates: Promise<ReadonlySet<number>> | undefined;
  return {
    sheets: visible.map(({ name }) => name),
    async *rows(name) {
      shared ??= sharedTexts(unpack);
      dates ??= dateStyles(unpack);
      const ofCells = { shared: await shared, dates: await dates, date1904 };
      yield* rowsOfSheet(unpack(pathOf(name)), ofCells, (rows) => totals.set(name, rows));
    },
    rowsOf: (name) => totals.get(name),
    async merged(name) {
      const ranges = await mergesOf(unpack(pathOf(name)));
      return (row, column) =>
        ranges.some(
          ({ from, to }) => row >= from.row && row <= to.row && column >= from.column && column <= to.column,
        );
    },
  };
}

/** The parts of the package by their names. @throws Problem `import/damaged`, `import/inflated`, `import/encrypted` */
async function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  let unpackedBytes = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName, compressedSize, uncompressedSize } = entry;
      if (entry.isEncrypted()) throw new Problem("import/encrypted");
      unpackedBytes += uncompressedSize;
      const isBomb = uncompressedSize > largeBytes && uncompressedSize > compressedSize * maxInflation;
      const isShared = /sharedStrings|styles/.test(fileName) && uncompressedSize > maxSharedBytes;
      if (isBomb || isShared || unpackedBytes > maxUnpackedBytes || entries.size > 5_000)
        throw new Problem("import/inflated");
      entries.set(fileName, entry);
    }
  } catch (error) {
    throw error instanceof Problem ? error : damaged();
  }
  if (!entries.has("xl/workbook.xml")) throw new Problem("import/not-a-sheet");
  return entries;
}

/** The bytes of a part, none where there is no such part. Never more than the directory says. @throws Problem `import/damaged` */
async function* unpacked(
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  path: string,
): AsyncGenerator<Buffer> {
  const entry = entries.get(path);
  if (entry === undefined) return;
  try {
    const stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream) yield Buffer.from(chunk);
  } catch {
    throw damaged();
  }
}

/**
 * Reads XML part by part; names are without their prefixes. After each chunk it lets go of what was made.
 * @throws Problem `import/damaged`, and `import/inflated` where more is without a mark than any sheet has
 */
async function* parsed<T>(
  chunks: AsyncIterable<Buffer>,
  handlers: Handlers,
  made: () => T[],
): AsyncGenerator<T> {
  const parser = new SaxesParser();
  const decoder = new TextDecoder("utf-8");
  parser.on("doctype", () => {
    throw damaged();
  });
  let unmarked = 0;
  parser.on("opentag", ({ name, attributes }) => {
    unmarked = 0;
    handlers.open?.({ name: local(name), attributes });
  });
  parser.on("text", (text) => handlers.text?.(text));
  parser.on("closetag", ({ name }) => {
    unmarked = 0;
    handlers.close?.(local(name));
  });
  const write = (text: string | null) => {
    try {
      if (text === null) parser.close();
      else parser.write(text);
    } catch (error) {
      throw error instanceof Problem || error instanceof BrokenFile ? error : damaged();
    }
  };
  let isThere = false;
  for await (const chunk of chunks) {
    isThere = true;
    const text = decoder.decode(chunk, { stream: true });
    unmarked += text.length;
    write(text);
    if (unmarked > maxUnmarked) throw new Problem("import/inflated");
    yield* made();
  }
  // Not every workbook has all parts.
  if (isThere) write(null);
  yield* made();
}

const local = (name: string) => name.slice(name.indexOf(":") + 1);
const nothing = (): never[] => [];
async function read(chunks: AsyncIterable<Buffer>, handlers: Handlers): Promise<void> {
  for await (const _ of parsed(chunks, handlers, nothing)) continue;
}

type Unpack = (path: string) => AsyncGenerator<Buffer>;

async function sheetsOf(unpack: Unpack) {
  const found: { name: string; id: string; hidden: boolean }[] = [];
  const targets = new Map<string, string>();
  let date1904 = false;
  await read(unpack("xl/_rels/workbook.xml.rels"), {
    open({ name, attributes: { Id: id, Target: target } }) {
      if (name !== "Relationship" || id === undefined || target === undefined) return;
      targets.set(id, target.startsWith("/") ? target.slice(1) : `xl/${target}`);
    },
  });
  await read(unpack("xl/workbook.xml"), {
    open({ name, attributes }) {
      if (name === "workbookPr") date1904 = /^(1|true)$/.test(attributes["date1904"] ?? "");
      if (name !== "sheet") return;
      const id = Object.entries(attributes).find(([key]) => local(key) === "id")?.[1] ?? "";
      found.push({
        name: attributes["name"] ?? "",
        id,
        hidden: (attributes["state"] ?? "visible") !== "visible",
      });
    },
  });
  return { sheets: found.map((sheet) => ({ ...sheet, path: targets.get(sheet.id) ?? "" })), date1904 };
}

/** The texts that cells name by their number: what stands in them, without how it is pronounced. */
async function sharedTexts(unpack: Unpack): Promise<readonly string[]> {
  const texts: string[] = [];
  const text = textReader();
  await read(unpack("xl/sharedStrings.xml"), {
    open({ name }) {
      if (name === "si") text.begin();
      text.open(name);
    },
    text: (piece) => text.add(piece),
    close(name) {
      text.close(name);
      if (name === "si") texts.push(text.taken());
    },
  });
  return texts;
}

/** Gathers what stands in the `t` of a text, run by run. */
function textReader() {
  let pieces = "";
  let inText = false;
  let inPhonetic = false;
  return {
    begin: () => void (pieces = ""),
    open(name: string) {
      if (name === "rPh") inPhonetic = true;
      if (name === "t") inText = !inPhonetic;
    },
    add(piece: string) {
      if (inText) pieces += piece;
    },
    close(name: string) {
      if (name === "t") inText = false;
      if (name === "rPh") inPhonetic = false;
    },
    /** What XML cannot hold is written `_xHHHH_`. */
    taken: () =>
      pieces.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
  };
}

/** The numbers of the cells' styles that show a number as a date. */
async function dateStyles(unpack: Unpack): Promise<ReadonlySet<number>> {
  const formats = new Map<number, string>();
  const styles: number[] = [];
  let inCells = false;
  await read(unpack("xl/styles.xml"), {
    open({ name, attributes }) {
      if (name === "numFmt") formats.set(Number(attributes["numFmtId"]), attributes["formatCode"] ?? "");
      if (name === "cellXfs") inCells = true;
      if (name === "xf" && inCells) styles.push(Number(attributes["numFmtId"] ?? 0));
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  });
  const isDate = dateFormats(formats);
  return new Set(styles.flatMap((format, style) => (isDate(format) ? [style] : [])));
}

type OfCells = { shared: readonly string[]; dates: ReadonlySet<number>; date1904: boolean };
type OpenCell = { column: number; type: string; style: number; formula: boolean; value: string | null };

async function* rowsOfSheet(
  chunks: AsyncIterable<Buffer>,
  ofCells: OfCells,
  total: (rows: number) => void,
): AsyncGenerator<SheetRow> {
  let ready: SheetRow[] = [];
  let row = 0;
  let cells: SheetCell[] = [];
  let cell: OpenCell | undefined;
  let inValue = false;
  let length = 0;
  const inline = textReader();
  const take = (text: string) => {
    length += text.length;
    if (length > maxRowBytes)
      throw new BrokenFile([
        { row, faults: [{ path: "", fault: "row-too-large", values: { max: maxRowBytes } }] },
      ]);
    return text;
  };
  const handlers: Handlers = {
    open({ name, attributes }) {
      if (name === "row") {
        row = Number(attributes["r"] ?? row + 1);
        cells = [];
        length = 0;
      } else if (name === "c") {
        const column = attributes["r"] === undefined ? cells.length : columnOf(attributes["r"]);
        const style = Number(attributes["s"] ?? 0);
        cell = { column, type: attributes["t"] ?? "n", style, formula: false, value: null };
        inline.begin();
      } else if (name === "v") inValue = true;
      else if (name === "f" && cell !== undefined) cell.formula = true;
      else if (name === "dimension") {
        const last = /:[A-Z]+(\d+)$/.exec(attributes["ref"] ?? "")?.[1];
        if (last !== undefined) total(Number(last));
      } else inline.open(name);
    },
    text(text) {
      if (inValue && cell !== undefined) cell.value = (cell.value ?? "") + take(text);
      else if (cell !== undefined) inline.add(take(text));
    },
    close(name) {
      if (name === "v") inValue = false;
      else if (name === "c" && cell !== undefined) {
        const shown = cellOf(cell, inline.taken(), ofCells);
        if (cell.type === "s") take(textOf(shown));
        while (cells.length < cell.column) cells.push("");
        cells[cell.column] = shown;
        cell = undefined;
      } else if (name === "row") {
        if (!cells.every(isBlank)) ready.push({ row, cells });
      } else inline.close(name);
    },
  };
  yield* parsed(chunks, handlers, () => {
    const made = ready;
    ready = [];
    return made;
  });
}

function cellOf({ type, style, formula, value }: OpenCell, inline: string, ofCells: OfCells): SheetCell {
  if (type === "inlineStr") return inline;
  if (value === null || value === "")
    return formula && type !== "str" ? { text: "=", fault: "formula-unkept" } : "";
  switch (type) {
    case "s":
      return ofCells.shared[Number(value)] ?? "";
    case "e":
      return { text: value, fault: "formula-error" };
    case "b":
      return value === "1" ? "TRUE" : "FALSE";
    case "d":
      return value.slice(0, 10);
    case "n":
      return numberOf(value, ofCells.dates.has(style), ofCells.date1904);
    default:
      return value;
  }
}

/** Spreadsheets keep 15 digits of a number. */
const mostDigits = 1e15;

function numberOf(value: string, isDate: boolean, date1904: boolean): SheetCell {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  if (isDate) return dayOfSerial(number, date1904);
  return Math.abs(number) >= mostDigits ? { text: value, fault: "rounded-number" } : String(number);
}

/** The column of a reference such as `AB12`, from 0. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference) {
    const at = letter.charCodeAt(0) - 64;
    if (at < 1 || at > 26) break;
    column = column * 26 + at;
  }
  // A sheet has 16,384 columns.
  if (column < 1 || column > 16_384) throw damaged();
  return column - 1;
}

type Corner = { row: number; column: number };

/** Of merged cells those that may be of a header matter. */
const lastHeaderRow = 1_000;
const mostRanges = 100_000;

/**
 * The mark of a range of merged cells, and in it where the range is: in quotes of either kind, between any other attributes. The name comes
 * first: a text is soon looked through for that, and not for each mark's beginning.
 */
const mergeMarks = /mergeCell(?<=<(?:[\w.-]+:)?mergeCell)\s((?:[^<>"']|"[^"]*"|'[^']*')*)>/g;
const rangeIn = /(?:^|\s)ref\s*=\s*(["'])([A-Z]+\d+):([A-Z]+\d+)\1/;

/** The ranges of merged cells, which stand after all rows: found without reading those. @throws Problem `import/damaged`, `import/inflated` */
async function mergesOf(chunks: AsyncIterable<Buffer>): Promise<{ from: Corner; to: Corner }[]> {
  const ranges: { from: Corner; to: Corner }[] = [];
  let text = "";
  for await (const chunk of chunks) {
    text += chunk.toString("latin1");
    for (const [, attributes = ""] of text.matchAll(mergeMarks)) {
      const [, , from, to] = rangeIn.exec(attributes) ?? [];
      if (from === undefined || to === undefined) continue;
      const range = { from: cornerOf(from), to: cornerOf(to) };
      if (range.from.row <= lastHeaderRow) ranges.push(range);
    }
    const rest = text.lastIndexOf("<");
    text = rest === -1 ? "" : text.slice(rest);
    if (text.length > maxUnmarked || ranges.length > mostRanges) throw new Problem("import/inflated");
  }
  return ranges;
}

const cornerOf = (reference: string): Corner => ({
  row: Number(/\d+$/.exec(reference)?.[0]),
  column: columnOf(reference),
});
