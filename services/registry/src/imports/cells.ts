import { compact, folded } from "@shuangsui/contracts";
import type { Column } from "../register/register.ts";

/** How people write that there is none. */
const none = /^(无|[-—/]+)$/;
const endless = /^(无|长期|长期有效|永久|永久有效|无固定期限|[-—/]+)$/;

/** What a cell says: a spreadsheet's texts are trimmed and in NFC, its dates and names of codes as the API has them. */
export function cellValue(cell: string, column: Column): string | null | string[] {
  const text = cell.normalize("NFC").trim();
  switch (column.as) {
    case "text":
      return coded(text, column);
    case "optional":
      return text === "" || none.test(text) ? null : coded(text, column);
    case "list":
      return none.test(text) ? [] : listed(text).map((part) => coded(part, column));
    case "day":
      return dayOf(text);
    case "optional-day":
      return text === "" || endless.test(text) ? null : dayOf(text);
    default:
      return column.as satisfies never;
  }
}

const listed = (text: string) =>
  text
    .split(/[;；、,，\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** A code may be written by its name. */
function coded(text: string, { names }: Column): string {
  if (names === undefined) return text;
  if (Object.hasOwn(names, text)) return text;
  const asked = folded(text);
  return Object.keys(names).find((code) => folded(names[code] ?? "") === asked) ?? text;
}

/** 2026-1-5, 2026/01/05, 2026.1.5, 2026年1月5日 and 20260105 are one day. */
function dayOf(text: string): string {
  const [, year = "", month = "", day = ""] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(compact(text)) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(compact(text)) ??
    [];
  return year === "" ? text : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
