import { compact, folded, wordsOf, type Language } from "@shuangsui/contracts";
import { inCells } from "@shuangsui/contracts/sheet-words";
import type { Column } from "./columns.ts";
import { dayOfSerial } from "./dates.ts";
import { isDeepStrictEqual } from "node:util";

const dashes = "[-—/]+";
/** How people write that there is none. */
const none = new RegExp(`^(${inCells.none}|${dashes})$`);
const endless = new RegExp(`^(${inCells.endless.join("|")}|${dashes})$`);

/** What stands in a list that is taken away in the place of what its reader may not see. Brought back it says nothing. */
export const hidden = "***";
/** What is meant as it stands, and not as what it says where none is said; a quoted one is quoted again. */
const literal = new RegExp(String.raw`^"*(${inCells.none}|${dashes}|\*{3})"*$`);

/** A spreadsheet's lines end as it likes. */
const plainLines = (text: string) => text.replaceAll(/\r\n?/g, "\n");

/**
 * What a cell says: a spreadsheet's texts are trimmed and in NFC, its dates and names of codes as the API has them. A text in quotation
 * marks is meant as it stands where `cellText` would write it so.
 */
export function cellValue(cell: string, column: Column): unknown {
  const text = plainLines(cell.normalize("NFC")).trim();
  if (text === hidden) return undefined;
  switch (column.as) {
    case "text":
      return coded(text, column);
    case "optional":
      if (text === "" || none.test(text)) return null;
      return isQuoted(text) && literal.test(text) ? unquoted(text) : coded(text, column);
    case "list":
      return none.test(text) ? [] : listed(text).map((part) => codeOf(part, column));
    case "day":
      return dayOf(text);
    case "optional-day":
      return text === "" || endless.test(text) ? null : dayOf(text);
    case "optional-stated":
      return stated(text, null, () => coded(text, column));
    case "optional-list":
      return stated(text, [], () => listed(text).map((part) => codeOf(part, column)));
    case "optional-degrees":
      return stated(text, null, () =>
        /^-?\d{1,3}(\.\d{1,20})?$/.test(compact(text)) ? Number(compact(text)) : text,
      );
    case "optional-permits":
      return stated(text, [], () => listed(text, arePermits).map(permitOf));
    case "optional-people":
      return stated(text, [], () => listed(text, areParted).map(personOf));
    case "optional-bases":
      return stated(text, [], () => listed(text, areParted).map(basisOf));
    case "optional-checklist":
      return stated(text, [], () => linesOf(text).map(questionOf));
    case "optional-periods":
      return stated(text, [], () => listed(text).map(periodOf));
    case "number":
      return /^\d{1,15}$/.test(compact(text)) ? Number(compact(text)) : text;
    default:
      return column.as satisfies never;
  }
}

/**
 * How a value stands in a cell, so that it is read as that value again; codes by their names. Of what is a list the plainest form is
 * taken that is read so: 甲；乙, then 甲、乙； of one that has a mark itself, and at last in quotation marks what needs them.
 */
export function cellText(value: unknown, column: Column, language: Language = "zh"): string {
  const names = column.names?.(wordsOf(language)) ?? {};
  const nameOf = (one: unknown) => {
    const code = String(one);
    return Object.hasOwn(names, code) ? (names[code] ?? code) : code;
  };
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return "";
  if (!Array.isArray(value)) {
    const text = plainLines(nameOf(value));
    return column.as === "optional" && literal.test(text) ? quoted(text) : text;
  }
  const textOf = (one: unknown) => partText(one, column, (text) => text) ?? nameOf(one);
  const quotedOf = (one: unknown) =>
    partText(one, column, (text) => (text === "" ? text : quoted(text))) ?? quoted(String(one));
  const isRead = (text: string, ones: readonly unknown[]) => {
    const read = isRounded(text, column) ? undefined : cellValue(text, column);
    const fields = (list: readonly unknown[]) => list.map((one) => fieldsOf(one, column));
    return Array.isArray(read) && isDeepStrictEqual(fields(read), fields(ones));
  };
  const end = column.as === "optional-checklist" ? "\n" : "；";
  const plain = value.map(textOf).join(end);
  const found = [plain, plain + end].find((text) => isRead(text, value));
  if (found !== undefined) return found;
  const plainest = value
    .map((one) => (isRead(textOf(one) + end, [one]) ? textOf(one) : quotedOf(one)))
    .join(end);
  // A quotation mark in one may seem to end in another.
  return isRead(plainest, value) ? plainest : value.map(quotedOf).join(end);
}

/** Whether a code stands in a cell as the rounded number that a spreadsheet has made of it: 5.33103E+17. In quotation marks it is meant so. */
export function isRounded(cell: string, { isCode }: Column): boolean {
  if (isCode !== true || !cell.includes("+")) return false;
  const { fields, semicolons, commas, lines } = marks;
  return split(cell, fields + semicolons + commas + lines).some((part) =>
    /^\d(\.\d+)?E\+\d{1,3}$/i.test(compact(part)),
  );
}

/** A value that may be left unsaid: an empty cell says nothing of it, and 无 that there is none. */
function stated(text: string, without: [] | null, said: () => unknown): unknown {
  if (text === "") return undefined;
  return none.test(text) ? without : said();
}

const parted = (text: string) => split(text, marks.fields);
const orNull = (part: string | undefined) => (part === undefined || part === "" ? null : unquoted(part));
const dayOrNull = (part: string | undefined) => {
  const written = orNull(part);
  return written === null || endless.test(written) || written === inCells.now ? null : dayOf(written);
};

function permitOf(text: string) {
  const [number = "", kind, from, to] = parted(text);
  return { number: unquoted(number), kind: orNull(kind), validFrom: dayOrNull(from), validTo: dayOrNull(to) };
}

function personOf(text: string) {
  const parts = parted(text);
  const [person = "", post] = parts;
  return {
    name: unquoted(person),
    post: parts.length > 2 ? orNull(post) : null,
    phone: unquoted(parts.at(-1) ?? ""),
  };
}

function basisOf(text: string) {
  const [law = "", article = "", number] = parted(text);
  return { law: unquoted(law), article: unquoted(article), number: orNull(number) };
}

function questionOf(text: string) {
  const [question = "", judgedBy = ""] = parted(text);
  return { question: unquoted(question), judgedBy: unquoted(judgedBy) };
}

const betweenDays = new RegExp(`[${inCells.to}${inCells.alsoTo}~～—]`);

function periodOf(text: string) {
  const [from, until] = text.split(betweenDays).map((part) => part.trim());
  return { from: dayOf(from ?? ""), until: dayOrNull(until) };
}

/** The fields of what is more than one value in a cell. */
const partsOf: Partial<Record<Column["as"], { names: readonly string[]; between: string }>> = {
  "optional-permits": { names: ["number", "kind", "validFrom", "validTo"], between: "|" },
  "optional-people": { names: ["name", "post", "phone"], between: "|" },
  "optional-bases": { names: ["law", "article", "number"], between: "|" },
  "optional-checklist": { names: ["question", "judgedBy"], between: "|" },
  "optional-periods": { names: ["from", "until"], between: inCells.to },
};

/** A permit, a person or a period by its fields alone; another value as it stands. */
function fieldsOf(one: unknown, { as }: Column): unknown {
  const parts = partsOf[as];
  if (parts === undefined || typeof one !== "object" || one === null) return one;
  return parts.names.map((name): unknown => {
    const value: unknown = Reflect.get(one, name) ?? null;
    return typeof value === "string" ? plainLines(value) : value;
  });
}

/** How a permit, a person or a period stands in a cell; undefined where it is none. */
function partText(one: unknown, column: Column, written: (text: string) => string): string | undefined {
  const fields = fieldsOf(one, column);
  if (!Array.isArray(fields)) return undefined;
  return fields
    .map((text: unknown) => (typeof text === "string" ? written(text) : ""))
    .join(partsOf[column.as]?.between);
}

/** What stands between the fields of an entry; what between entries, whatever these are; and what between entries or in one. */
const marks = { fields: "|｜", semicolons: ";；", commas: "、,，", lines: "\n" };

/**
 * The texts between these marks. One that begins and ends with quotation marks, between marks or those of fields, has no marks within.
 */
function split(text: string, between: string): string[] {
  const all = between + marks.fields;
  const upToMark = new RegExp(
    `[^\\S\\n]*(?:"(?:[^"]|"")*"(?=[^\\S\\n]*(?:[${all}]|$))|[^${all}]*)[^\\S\\n]*([${all}]|$)`,
    "y",
  );
  const parts: string[] = [];
  let from = 0;
  for (let mark = "|"; mark !== "";) {
    mark = upToMark.exec(text)?.[1] ?? "";
    const to = mark === "" ? text.length : upToMark.lastIndex - 1;
    if (mark !== "" && !between.includes(mark)) continue;
    parts.push(text.slice(from, to).trim());
    from = to + 1;
  }
  return parts;
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const isQuoted = (text: string) => /^"(?:[^"]|"")*"$/.test(text);
const unquoted = (text: string) => (isQuoted(text) ? text.slice(1, -1).replaceAll('""', '"') : text);

/**
 * The entries of a list. Where semicolons stand between them, a comma belongs to an entry: 甲、乙；丙 are two. Else people also write
 * 甲、乙 or 甲，乙, which are two where each `areWhole`.
 */
function listed(text: string, areWhole: (parts: readonly string[]) => boolean = () => true): string[] {
  const said = (between: string) => split(text, between).filter((part) => part !== "");
  const { semicolons, commas, lines } = marks;
  if (split(text, semicolons).length > 1) return said(semicolons + lines);
  const parts = said(commas + lines);
  return areWhole(parts) ? parts : said(lines);
}

/** The lines that are not blank, whatever stands in them. */
const linesOf = (text: string) => split(text, marks.lines).filter((line) => line !== "");

const hasFields = (part: string) => parted(part).length > 1;
/** Permits are named by their numbers, or each with its kind and days. */
const arePermits = (parts: readonly string[]) => parts.every(hasFields) || !parts.some(hasFields);
const areParted = (parts: readonly string[]) => parts.every(hasFields);

/** The codes of a column by their names in folded form. */
const codesOf = new WeakMap<Column, ReadonlyMap<string, string>>();

/** One in quotation marks is the code itself. */
const codeOf = (part: string, column: Column) => (isQuoted(part) ? unquoted(part) : coded(part, column));

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

const writtenDay = new RegExp(
  String.raw`^(\d{4})[-/.${inCells.year}](\d{1,2})[-/.${inCells.month}](\d{1,2})${inCells.day}?$`,
);

/** 2026-1-5, 2026/01/05, 2026.1.5, 2026年1月5日, 20260105 and 46027, as a spreadsheet counts days, are one day. */
function dayOf(text: string): string {
  const written = compact(text);
  if (/^[2-7]\d{4}$/.test(written)) return dayOfSerial(Number(written), false);
  const [, year = "", month = "", day = ""] =
    writtenDay.exec(written) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(written) ?? [];
  return year === "" ? text : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
