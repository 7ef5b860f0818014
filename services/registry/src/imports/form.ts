import { Problem } from "@shuangsui/contracts";
import { saysUtf8 } from "@shuangsui/service-kit";
import type { FileForm } from "./tables.ts";
import { isWorkbook } from "./xlsx.ts";

/** A file's own bytes tell its encoding better than whoever sends it, who often says UTF-8 of everything. */
const csvCharset = /;\s*charset="?(utf-?8|utf-?16(le|be)?|gbk|gb2312|gb-?18030)"?\s*(;|$)/i;

/** @throws Problem `body/media-type` where a charset is named that no file comes in */
export function declaredForm(contentType: string): "sheet" | "json" {
  if (!/^application\/json/i.test(contentType)) {
    if (/charset/i.test(contentType) && !csvCharset.test(contentType))
      throw new Problem("body/media-type", "the charset must be UTF-8, UTF-16 or GB18030");
    return "sheet";
  }
  if (!saysUtf8(contentType)) throw new Problem("body/media-type", "the charset must be UTF-8");
  return "json";
}

/** What a file is, by what it begins with: browsers name Excel's media type for CSV as well. @throws Problem `import/not-a-sheet` */
export function formOf(declared: "sheet" | "json", beginning: Buffer, encoding: string): FileForm {
  if (declared === "json") return "json";
  if (isWorkbook(beginning)) return "workbook";
  const isBinary =
    beginning.subarray(0, 8).some((byte) => byte < 9 || (byte > 13 && byte < 32)) ||
    beginning.toString("latin1", 0, 4) === "%PDF";
  if (isBinary && !encoding.startsWith("utf-16")) throw new Problem("import/not-a-sheet");
  return "csv";
}
