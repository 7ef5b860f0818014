import { compact, folded, type riskClass, type targetKind } from "@shuangsui/contracts";
import type { z } from "zod";
import type { Narrowing } from "./narrowing.ts";
import type { WordsPart } from "./words.ts";

/** What parts of queries narrow a list by; what is not asked, or blank, by nothing. */
type Asked = string | undefined;

const inPart = (part: WordsPart, asked: Asked, orCode?: string): Narrowing[] => {
  const words = folded(asked ?? "");
  return words === "" ? [] : [{ words, part, ...(orCode === undefined ? {} : { orCode }) }];
};

/** By a part of a name, its initials, or, where one is given, by the beginning of a code. */
export const named = (q: Asked, code?: string) => inPart("names", q, code);
export const inCharge = (person: Asked) => inPart("people", person);
export const permitted = (number: Asked) => inPart("permits", number);
export const placed = (place: Asked): Narrowing[] =>
  place === undefined ? [] : [{ column: "territory", begins: place }];
export const equal = (columns: Readonly<Record<string, Asked>>): Narrowing[] =>
  Object.entries(columns).flatMap(([column, equals]) => (equals === undefined ? [] : [{ column, equals }]));
export const classed = (
  kind: z.output<typeof targetKind>,
  asked: z.output<typeof riskClass> | undefined,
): Narrowing[] => (asked === undefined ? [] : [{ classed: asked, kind }]);

/** A unified social credit code, or its beginning, in what is asked for; undefined where that can be none. */
export function codeIn(q: Asked): string | undefined {
  const code = compact(q ?? "").toUpperCase();
  return /^[0-9A-Z]{1,18}$/.test(code) ? code : undefined;
}
