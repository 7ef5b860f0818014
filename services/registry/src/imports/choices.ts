import { wordsOf, type Language } from "@shuangsui/contracts";
import type { Column } from "../register/columns.ts";

/** So many rows of a sheet offer what may be chosen. */
export const offeredRows = 5_000;
/** The most characters that a list of choices may have in a cell's validation. */
const longestChoices = 255;

/** By what names a column's values are chosen; none where they are written. */
export const choicesOf = ({ names }: Column, language: Language): string[] =>
  Object.values(names?.(wordsOf(language)) ?? {});

/** What a spreadsheet offers in a column's cells: of one choice each, as many as it takes. */
export function offerOf(column: Column, isRequired: boolean, language: Language) {
  const choices = choicesOf(column, language).join(",");
  return choices === "" || column.as === "list" || choices.length > longestChoices
    ? undefined
    : { type: "list" as const, allowBlank: !isRequired, formulae: [`"${choices}"`] };
}
