import { Workbook } from "@cj-tech-master/excelts";
import { wordsOf, type RegisterKind } from "@shuangsui/contracts";
import { cellText, cellValue } from "../../services/registry/src/register/cells.ts";
import { columnsOf, headingOf } from "../../services/registry/src/register/columns.ts";

/** A register of the sample as an office keeps it: a workbook, headed in Chinese, with the names of codes, all cells texts. */
export async function workbookOf(register: RegisterKind, csv: string): Promise<Uint8Array<ArrayBuffer>> {
  const [header = "", ...lines] = csv.trimEnd().split("\n");
  const fields = header.split(",");
  const workbook = new Workbook();
  const sheet = workbook.addWorksheet(wordsOf("zh").auditKind[register]);
  sheet.addRow(fields.map((field) => headingOf(field)));
  // No field of the sample holds a comma or a quote.
  for (const line of lines)
    sheet.addRow(
      line.split(",").map((cell, index) => {
        const column = columnsOf[register][fields[index] ?? ""] ?? { as: "text" };
        return cellText(cellValue(cell, column), column);
      }),
    );
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}
