import {
  folded,
  Problem,
  registerKind,
  sameName,
  wordsOf,
  type FaultCode,
  type FaultValues,
} from "@shuangsui/contracts";
import { cellValue, isRounded } from "../register/cells.ts";
import { columnsOf, fieldOf, headingOf, type SheetKind } from "../register/columns.ts";
import {
  BrokenFile,
  lettersOf,
  type Cell,
  type CellFault,
  type FieldFault,
  type ImportRow,
  type Source,
} from "./rows.ts";

/** What stands in a cell: a text, or what is wrong with it and how it shows. */
export type SheetCell = string | { text: string; fault: FaultCode; values?: FaultValues };

/** A row of a sheet that is not blank, by the sheet's own number. */
export type SheetRow = { row: number; cells: readonly SheetCell[] };

export const textOf = (cell: SheetCell = ""): string => (typeof cell === "string" ? cell : cell.text);
export const isBlank = (cell: SheetCell): boolean => textOf(cell).trim() === "";

type Place = Cell & { field: string | null };

/** The mark of a template's example, in either language. */
const examples = (["zh", "en"] as const).map((language) => folded(wordsOf(language).imports.example));

/**
 * The rows of a sheet: the first that is not blank is the header, with the columns in any order, and a row's number is the
 * sheet's own. Blank rows and columns are nothing, and a template's example is none.
 * @param isMerged whether a cell of the header is merged with others, by its row and column (from 0)
 */
export function sheetSource(
  records: AsyncIterable<SheetRow>,
  kind: SheetKind,
  isMerged: (row: number, column: number) => boolean = () => false,
): Source {
  let header: Place[] | undefined;
  async function* rows(): AsyncGenerator<ImportRow> {
    for await (const { row, cells } of records) {
      if (header === undefined) header = checkedHeader(row, cells, kind, isMerged);
      else if (!isExample(cells, header)) yield rowOf(row, cells, header, kind);
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

const isExample = (cells: readonly SheetCell[], header: readonly Place[]) =>
  header.some(
    ({ field, heading }, index) =>
      field === null && heading !== "" && examples.includes(folded(textOf(cells[index]))),
  );

/** How well a row serves as a register's header: whether none is missing and none unknown. */
export function fits(cells: readonly SheetCell[], kind: SheetKind): boolean {
  const headings = cells.map(textOf).filter((text) => text.trim() !== "");
  const fields = headings.map((heading) => fieldOf(kind, heading));
  return (
    fields.every((field) => field !== undefined) && requiredOf(kind).every((field) => fields.includes(field))
  );
}

/** The fields that a sheet of a register must have a column for. */
export const requiredOf = (kind: SheetKind): string[] =>
  Object.entries(columnsOf[kind]).flatMap(([field, { as, of }]) =>
    as.startsWith("optional") || of === "row" || of === "change" ? [] : [field],
  );

/** @throws BrokenFile where columns are missing, unknown, doubled or merged */
function checkedHeader(
  row: number,
  cells: readonly SheetCell[],
  kind: SheetKind,
  isMerged: (row: number, column: number) => boolean,
): Place[] {
  const places = cells.map((cell, index): Place & { known: boolean } => {
    const heading = textOf(cell).normalize("NFC").trim();
    const field = heading === "" ? null : fieldOf(kind, heading);
    return { column: lettersOf(index), heading, field: field ?? null, known: field !== undefined };
  });
  const merged = places.flatMap(({ column, heading }, index): CellFault[] =>
    isMerged(row, index) ? [{ path: "", cell: { column, heading }, fault: "merged-heading" }] : [],
  );
  if (merged.length > 0) throw new BrokenFile([{ row, faults: merged }]);
  const other = registerKind.options.find((one) => one !== kind && fits(cells, one));
  if (other !== undefined && !fits(cells, kind)) throw new Problem("import/other-register", other);
  const named = Object.keys(columnsOf[kind])
    .map((field) => headingOf(field))
    .join("、");
  const faults = [
    ...requiredOf(kind).flatMap((field): FieldFault[] =>
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
  cells: readonly SheetCell[],
  header: readonly Place[],
  kind: SheetKind,
): ImportRow {
  const faults = cells.flatMap((cell, index): CellFault[] => {
    const { column: letters = lettersOf(index), heading = "", field = null } = header[index] ?? {};
    const place = { path: field ?? "", cell: { column: letters, heading } };
    if (heading === "") return isBlank(cell) ? [] : [{ ...place, fault: "blank-heading" }];
    if (field === null) return [];
    if (typeof cell !== "string")
      return [{ ...place, fault: cell.fault, ...(cell.values && { values: cell.values }) }];
    if (cell.includes("\uFFFD")) return [{ ...place, fault: "encoding" }];
    const column = columnsOf[kind][field];
    return column !== undefined && isRounded(cell, column) ? [{ ...place, fault: "rounded-number" }] : [];
  });
  if (faults.length > 0) return { row, faults };
  const value: Record<string, unknown> = {};
  header.forEach(({ field }, index) => {
    const column = field === null ? undefined : columnsOf[kind][field];
    if (field !== null && column !== undefined) value[field] = cellValue(textOf(cells[index]), column);
  });
  return { row, value };
}

/** Whether a column is the one in which an import says what is wrong. */
export const isProblemColumn = (heading: string): boolean =>
  (["zh", "en"] as const).some((language) => sameName(heading, wordsOf(language).imports.problem));
