import { Workbook } from "@cj-tech-master/excelts";
import { filledIn, wordsOf, type Language, type RegisterKind } from "@shuangsui/contracts";
import { sheetExamples } from "@shuangsui/contracts/sheet-examples";
import { cellText } from "../register/cells.ts";
import { columnsOf, headingOf, type Column } from "../register/columns.ts";
import { choicesOf, offeredRows, offerOf } from "./choices.ts";
import { requiredOf } from "./sheet.ts";

/** The template of a register's sheet: headings with notes, what may be chosen, and an example that is not imported. */
export async function templateOf(kind: RegisterKind, language: Language): Promise<Buffer> {
  const says = wordsOf(language).imports;
  const workbook = new Workbook();
  const sheet = workbook.addWorksheet(wordsOf(language).auditKind[kind]);
  const required = requiredOf(kind);
  const fields = Object.entries(columnsOf[kind]).filter(([, { of }]) => of !== "row" && of !== "change");
  sheet.getCell(1, 1).value = says.number;
  sheet.getCell(2, 1).value = says.example;
  sheet.getCell(2, 1).note = says.exampleNote;
  sheet.getColumn(1).width = 8;
  fields.forEach(([field, column], index) => {
    const at = index + 2;
    const isRequired = required.includes(field);
    const heading = sheet.getCell(1, at);
    heading.value = `${isRequired ? "*" : ""}${headingOf(field, language)}`;
    heading.font = { bold: true };
    heading.note = noteOf(column, isRequired, language);
    sheet.getColumn(at).width = Math.max(14, heading.value.length * 2 + 4);
    sheet.getColumn(at).numFmt = "@";
    const example = sheet.getCell(2, at);
    example.value = cellText(sheetExamples[kind][field], column, language);
    example.numFmt = "@";
    const offer = offerOf(column, isRequired, language);
    if (offer !== undefined)
      for (let row = 2; row <= offeredRows; row += 1) sheet.getCell(row, at).dataValidation = offer;
  });
  sheet.views = [{ state: "frozen", ySplit: 1 }];
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function noteOf(column: Column, isRequired: boolean, language: Language): string {
  const says = wordsOf(language).imports;
  const choices = choicesOf(column, language);
  return [
    isRequired ? says.required : says.optional,
    ...(choices.length > 0 ? [filledIn(says.choices, { choices: choices.join("、") })] : []),
    ...(column.as === "list" ? [says.list] : []),
    ...(column.as === "day" || column.as === "optional-day" ? [says.day] : []),
    ...(column.as === "optional-bases" ? [says.bases] : []),
    ...(column.as === "optional-checklist" ? [says.checklist] : []),
    ...(choices.length === 0 && (column.as === "text" || column.as === "optional") ? [says.text] : []),
  ].join("\n");
}
