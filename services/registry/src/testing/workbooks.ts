import ExcelJS from "exceljs";

/** The media type of a workbook. */
export const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** What a test writes into a cell: a value, or one with a number format. */
export type Written = ExcelJS.CellValue | { value: ExcelJS.CellValue; format: string };

const isFormatted = (cell: Written): cell is { value: ExcelJS.CellValue; format: string } =>
  typeof cell === "object" && cell !== null && "format" in cell;

/** A workbook of these sheets, as exceljs writes it. */
export async function workbookOf(
  sheets: Readonly<Record<string, readonly (readonly Written[])[]>>,
  change: (workbook: ExcelJS.Workbook) => void = () => undefined,
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = workbook.addWorksheet(name);
    rows.forEach((cells, row) =>
      cells.forEach((cell, column) => {
        const at = sheet.getCell(row + 1, column + 1);
        if (!isFormatted(cell)) at.value = cell;
        else {
          at.value = cell.value;
          at.numFmt = cell.format;
        }
      }),
    );
  }
  change(workbook);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** The texts of a workbook's first sheet, and which of its cells are filled with a colour, such as `C3`. */
export async function readWorkbook(
  bytes: Buffer,
): Promise<{ rows: string[][]; filled: string[]; sheet: ExcelJS.Worksheet }> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(new Uint8Array(bytes).buffer);
  const [sheet] = workbook.worksheets;
  if (sheet === undefined) throw new Error("there is no sheet");
  const rows: string[][] = [];
  const filled: string[] = [];
  sheet.eachRow({ includeEmpty: true }, (row, number) => {
    const texts: string[] = [];
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      texts[column - 1] = cell.text;
      if (cell.fill?.type === "pattern" && cell.fill.fgColor !== undefined) filled.push(cell.address);
    });
    rows[number - 1] = texts;
  });
  return { rows, filled, sheet };
}
