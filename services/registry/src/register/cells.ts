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
    case "optional-stated":
      return stated(text, null, () => coded(text, column));
    case "optional-list":
      return stated(text, [], () => listed(text).map((part) => coded(part, column)));
    case "optional-degrees":
      return stated(text, null, () =>
        /^-?\d{1,3}(\.\d{1,15})?$/.test(compact(text)) ? Number(compact(text)) : text,
      );
    case "optional-permits":
      return stated(text, [], () => listed(text).map(permitOf));
    case "optional-people":
      return stated(text, [], () => listed(text).map(personOf));
    case "optional-periods":
      return stated(text, [], () => listed(text).map(periodOf));
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
  return Array.isArray(value)
    ? value.map((one) => partText(one, column) ?? nameOf(one)).join("；")
    : nameOf(value);
}

/** A value that may be left unsaid: an empty cell says nothing of it, and 无 that there is none. */
function stated(text: string, without: [] | null, said: () => unknown): unknown {
  if (text === "") return undefined;
  return none.test(text) ? without : said();
}

const parted = (text: string) => text.split(/[|｜]/).map((part) => part.trim());
const orNull = (part: string | undefined) => (part === undefined || part === "" ? null : part);
const dayOrNull = (part: string | undefined) => {
  const written = orNull(part);
  return written === null || endless.test(written) || written === "今" ? null : dayOf(written);
};

function permitOf(text: string) {
  const [number, kind, from, to] = parted(text);
  return { number, kind: orNull(kind), validFrom: dayOrNull(from), validTo: dayOrNull(to) };
}

function personOf(text: string) {
  const parts = parted(text);
  const [person, post] = parts;
  return { name: person, post: parts.length > 2 ? orNull(post) : null, phone: parts.at(-1) };
}

function periodOf(text: string) {
  const [from, until] = text.split(/[至到~～—]/).map((part) => part.trim());
  return { from: dayOf(from ?? ""), until: dayOrNull(until) };
}

/** The parts of what is more than one value in a cell. */
const partsOf: Partial<Record<Column["as"], { names: readonly string[]; between: string }>> = {
  "optional-permits": { names: ["number", "kind", "validFrom", "validTo"], between: "|" },
  "optional-people": { names: ["name", "post", "phone"], between: "|" },
  "optional-periods": { names: ["from", "until"], between: "至" },
};

/** How a permit, a person or a period stands in a cell; undefined where it is none. */
function partText(one: unknown, { as }: Column): string | undefined {
  const parts = partsOf[as];
  if (parts === undefined || typeof one !== "object" || one === null) return undefined;
  const texts = parts.names.map((name): unknown => Reflect.get(one, name));
  return texts.map((text) => (typeof text === "string" ? text : "")).join(parts.between);
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
