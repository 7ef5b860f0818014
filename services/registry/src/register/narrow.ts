import { folded, foldedCode, type riskClass, type targetKind } from "@shuangsui/contracts";
import type { z } from "zod";
import type { Narrowing, Plain } from "./narrowing.ts";
import type { WordsPart } from "./words.ts";

/** What parts of queries narrow a list by; what is not asked, or blank, by nothing. */
type Asked = string | undefined;

const inPart = (part: WordsPart, asked: Asked): Plain[] => {
  const words = folded(asked ?? "");
  return words === "" ? [] : [{ words, part }];
};

/** By a part of a name or of its initials. */
export const named = (q: Asked) => inPart("names", q);
/** The same, or by the beginning of a unified social credit code, where what is asked for has the form of one. */
export function namedOrCoded(q: Asked): Plain[] {
  const code = foldedCode(q ?? "");
  return /^[0-9A-Z]{2}\d{2,6}[0-9A-Z]*$/.test(code) ? [{ column: "code", begins: code }] : named(q);
}
export const inCharge = (person: Asked) => inPart("people", person);
export const permitted = (number: Asked) => inPart("permits", number);
export const placed = (place: Asked): Plain[] =>
  place === undefined ? [] : [{ column: "territory", begins: place }];
export const equal = (columns: Readonly<Record<string, Asked>>): Plain[] =>
  Object.entries(columns).flatMap(([column, equals]) => (equals === undefined ? [] : [{ column, equals }]));
/** By what stands in any of several columns. */
export const anyEqual = (anyOf: readonly string[], equals: Asked): Plain[] =>
  equals === undefined ? [] : [{ anyOf, equals }];
/** By the beginning of a text that stands in folded form. */
export const begun = (column: string, asked: Asked): Plain[] => {
  const begins = folded(asked ?? "");
  return begins === "" ? [] : [{ column, begins }];
};
export const inForce = (day: Asked): Plain[] => (day === undefined ? [] : [{ inForceOn: day }]);
export const stated = (column: string, asked: "true" | "false" | undefined): Plain[] =>
  asked === undefined ? [] : [{ column, isStated: asked === "true" }];
export const classed = (
  kind: z.output<typeof targetKind>,
  asked: z.output<typeof riskClass> | undefined,
): Narrowing[] => (asked === undefined ? [] : [{ classed: asked, kind }]);
export const ofTarget = (column: string, code: Asked, kind?: z.output<typeof targetKind>): Narrowing[] =>
  code === undefined ? [] : [{ ofTarget: code, column, kind }];
