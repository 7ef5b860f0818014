import { compact, folded, wordsOf, type Language } from "@shuangsui/contracts";
import type { Column } from "./columns.ts";
import { dayOfSerial } from "./dates.ts";

/** How people write that there is none. */
const none = /^(无|[-—/]+)$/;
const endless = /^(无|长期|长期有效|永久|永久有效|无固定期限|[-—/]+)$/;

/** What a cell says: a spreadsheet's texts are trimmed and in NFC, its dates and names of codes as the API has them. */
export function cellValue(cell: string, column: Column): unknown {
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
    case "number":
      return /^\d{1,15}$/.test(compact(text)) ? Number(compact(text)) : text;
    default:
      return column.as satisfies never;
  }
}

/** How a value stands in a cell, so that it is read as that value again; codes by their names. */
export function cellText(value: unknown, column: Column, language: Language = "zh"): string {
  const names = column.names?.(wordsOf(language)) ?? {};
  const nameOf = (one: unknown) => {
    const code = String(one);
    return Object.hasOwn(names, code) ? (names[code] ?? code) : code;
  };
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.map(nameOf).join("；") : nameOf(value);
}

const listed = (text: string) =>
  text
    .split(/[;；、,，\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** The codes of a column by their names in folded form. */
const codesOf = new WeakMap<Column, ReadonlyMap<string, string>>();

/** A code may be written by its name, in either language. */
function coded(text: string, column: Column): string {
  const { names } = column;
  if (names === undefined) return text;
  let codes = codesOf.get(column);
  if (codes === undefined) {
    codes = new Map(
      (["en", "zh"] as const).flatMap((language) =>
        Object.entries(names(wordsOf(language))).map(([code, name]) => [folded(name), code] as const),
      ),
    );
    codesOf.set(column, codes);
  }
  return Object.hasOwn(names(wordsOf("zh")), text) ? text : (codes.get(folded(text)) ?? text);
}

/** 2026-1-5, 2026/01/05, 2026.1.5, 2026年1月5日, 20260105 and 46027, as a spreadsheet counts days, are one day. */
function dayOf(text: string): string {
  const written = compact(text);
  if (/^[2-7]\d{4}$/.test(written)) return dayOfSerial(Number(written), false);
  const [, year = "", month = "", day = ""] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(written) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(written) ??
    [];
  return year === "" ? text : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
