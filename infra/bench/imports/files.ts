import { WorkbookWriter } from "@cj-tech-master/excelts";
import { createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { setImmediate as turn } from "node:timers/promises";
import { makeCreditCode, makePhone } from "../../sample/codes.ts";

export const authority = "533122";
const headings = ["统一社会信用代码", "名称", "地址", "法定代表人", "类别", "联系人", "联系电话"];

function cellsOf(serial: number): string[] {
  const code = makeCreditCode(authority, serial);
  const name = `梁河第${serial}建筑有限公司`;
  const address = `云南省德宏州梁河县遮岛镇振兴路${serial % 900}号`;
  return [code, name, address, "刀某", "建筑施工企业", "排某", makePhone(serial % 10_000)];
}

/** Writes so many entities as a CSV text. */
export async function writeCsv(file: string, rows: number): Promise<void> {
  const out = await open(file, "w");
  await out.write(`${headings.join(",")}\n`);
  for (let from = 0; from < rows; from += 1_000)
    await out.write(
      Array.from({ length: Math.min(1_000, rows - from) }, (_, i) => `${cellsOf(from + i).join(",")}\n`).join(
        "",
      ),
    );
  await out.close();
}

/** Writes so many entities as a workbook. */
export async function writeWorkbook(file: string, rows: number): Promise<void> {
  const stream = createWriteStream(file);
  const workbook = new WorkbookWriter({
    stream,
    trueStreaming: true,
    useSharedStrings: true,
    useStyles: true,
  });
  const sheet = workbook.addWorksheet("市场主体");
  sheet.addRow(headings).commit();
  for (let row = 0; row < rows; row += 1) {
    sheet.addRow(cellsOf(row)).commit();
    if (row % 1_000 === 0) await turn();
  }
  sheet.commit();
  await workbook.commit();
}
