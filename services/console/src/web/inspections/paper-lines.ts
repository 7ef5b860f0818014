import type { PaperKind } from "@shuangsui/contracts";
import type { InspectionWords } from "@shuangsui/contracts/inspection-words/zh";
import { timeText } from "../parts/time.ts";
import type { Texts } from "../words/words.tsx";

/** What a paper says in one of its fields: a text, or parts that have fields of their own. */
export type PaperLine = {
  label: string;
  says: string | readonly (readonly PaperLine[])[];
};

/** What those are called that a paper names by a code, a number or an id. */
export type PaperNames = {
  item(code: string): string;
  finding(id: string): string;
  member(number: number): string;
  inspector(id: string): string;
};

/** How a paper is put into words. */
export type PaperWords = Texts & { own: InspectionWords };

/** What stands in a paper for machines alone. */
const unsaid: ReadonlySet<string> = new Set(["id", "recusalId", "tip"]);
type Named = keyof PaperNames;
/** Which names stand in a field of strings, or of numbers, and in lists of them. */
const namedIn: Readonly<Record<string, Partial<Record<"string" | "number", Named>>>> = {
  itemCode: { string: "item" },
  itemCodes: { string: "item" },
  items: { string: "item" },
  findingId: { string: "finding" },
  findings: { string: "finding" },
  number: { number: "member" },
  shownCertificates: { number: "member" },
  team: { number: "member", string: "inspector" },
  inspectors: { string: "inspector" },
  order: { string: "inspector" },
  chosen: { string: "inspector" },
};

/** What a paper says, line by line, in the words of whoever reads it. */
export function paperLines(
  kind: PaperKind,
  content: Readonly<Record<string, unknown>>,
  words: PaperWords,
  names: PaperNames,
): PaperLine[] {
  const linesOf = (fields: Readonly<Record<string, unknown>>, within: string | null): PaperLine[] =>
    Object.entries(fields).flatMap(([name, value]) =>
      unsaid.has(name) || value === undefined
        ? []
        : { label: labelOf(kind, name, within, value, words), says: saysOf(name, value) },
    );
  const saysOf = (name: string, value: unknown): PaperLine["says"] => {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (values.length > 0 && values.every(isObject)) return values.map((one) => linesOf(one, name));
    return (
      values.map((one) => textOf(name, one, words, names)).join(words.words.comma) || words.own.papers.empty
    );
  };
  return linesOf(content, null);
}

/** The ids of the inspectors whom a paper names. */
export function inspectorsIn(content: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(content).flatMap(([name, value]) => {
    if (isObject(value)) return inspectorsIn(value);
    if (namedIn[name]?.string !== "inspector") return [];
    return [value].flat().filter((one) => typeof one === "string");
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function labelOf(
  kind: PaperKind,
  name: string,
  within: string | null,
  value: unknown,
  { words, console, own }: PaperWords,
): string {
  const forms: Readonly<Record<string, string>> = { ...words.registryField, ...console.field };
  if (kind === "repair" && name === "number") return own.paperField.decisionNumber;
  // In an order the target is whom it is about; in a record, whether it signed.
  if (name === "target" && within === null && kind === "order") return words.label.target;
  if (name === "by" && within !== "team") return own.paperField.signature;
  if (name === "kind" && within === "target") return forms["targetKind"] ?? name;
  const papers: Readonly<Record<string, string>> = own.paperField;
  const isOwn = Object.hasOwn(papers, name) && !(name === "number" && typeof value === "string");
  return (isOwn ? papers[name] : forms[name]) ?? name;
}

function textOf(name: string, value: unknown, { words, console, own }: PaperWords, names: PaperNames) {
  if (value === null) return own.papers.empty;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "number") {
    const named = namedIn[name]?.number;
    return named === "member" ? names.member(value) : String(value);
  }
  if (typeof value !== "string") return JSON.stringify(value);
  const named = namedIn[name]?.string;
  if (named === "item" || named === "finding" || named === "inspector") return names[named](value);
  if (isInstant.test(value)) return timeText(value);
  const coded: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    method: words.deliveryMethod,
    ground: { ...words.recusalGround, ...words.refusalGround },
    declaredBy: words.recusalDeclarer,
    reason: words.recusalReason,
    path: words.findingPath,
    origin: words.inspectionOrigin,
    kind: { ...words.targetKind, ...console.choice },
    by: words.teamBy,
    result: console.choice,
    types: words.officerType,
    specialties: words.specialty,
  };
  const group = coded[name];
  return (group !== undefined && Object.hasOwn(group, value) ? group[value] : undefined) ?? value;
}

const isInstant = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/;
