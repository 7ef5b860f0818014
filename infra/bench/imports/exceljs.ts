/** Reads a workbook by exceljs's stream and looks at each cell; says how many rows there were. */
import ExcelJS from "exceljs";
import { answer } from "../child.ts";

const [file = ""] = process.argv.slice(2);
process.on("message", () => {
  void (async () => {
    let rows = 0;
    let letters = 0;
    const reader = new ExcelJS.stream.xlsx.WorkbookReader(file, {
      ...{
        worksheets: "emit",
        sharedStrings: "cache",
        styles: "cache",
        hyperlinks: "ignore",
        entries: "ignore",
      },
    });
    for await (const sheet of reader)
      for await (const row of sheet) {
        rows += 1;
        row.eachCell((cell) => (letters += cell.text.length));
      }
    if (letters === 0) throw new Error("nothing was read");
    answer(rows);
  })();
});
process.on("disconnect", () => process.exit());
answer("ready");
