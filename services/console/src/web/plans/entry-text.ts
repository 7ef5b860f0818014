import { nameOf, riskClass, type PlannedEntry } from "@shuangsui/contracts";
import type { Texts } from "../words/words.tsx";
import { percentOf } from "./percent.ts";

/** What those are called whom an entry names by their codes and ids. */
export type EntryNames = { item(code: string): string; filter(id: string): string | undefined };
type Part<Name extends keyof PlannedEntry> = NonNullable<PlannedEntry[Name]>;

/** Which targets an entry is of, in words. */
export function scopeText(
  { targetKind, categories, filter }: Part<"scope">,
  { words, console }: Texts,
  nameOfFilter: (id: string) => string | undefined,
): string {
  return [
    words.targetKind[targetKind],
    ...categories.map((one) => nameOf(words.category, one)),
    ...(filter === undefined ? [] : [nameOfFilter(filter) ?? console.filters.ofScope]),
  ].join(words.comma);
}

/** What one field of an entry says, in words and names. */
export function entryText(
  entry: Partial<PlannedEntry>,
  name: string,
  texts: Texts,
  names: EntryNames,
): string {
  const { words, console } = texts;
  const { items, scope, inspectors, ratios, window, liftInspected, special } = entry;
  const none = words.label.none;
  switch (name) {
    case "items":
      return items?.map(names.item).join(words.comma) || none;
    case "scope":
      return scope === undefined ? none : scopeText(scope, texts, names.filter);
    case "inspectors":
      if (inspectors === undefined) return none;
      return [
        `${console.field.officers} ${inspectors.officers}`,
        ...inspectors.types.map((one) => nameOf(words.officerType, one)),
        ...inspectors.specialties.map((one) => nameOf(words.specialty, one)),
      ].join(words.comma);
    case "ratios":
      if (ratios === undefined) return none;
      return riskClass.options
        .map((one) => `${words.riskClass[one]} ${percentOf(ratios[one])}`)
        .join(words.comma);
    case "window":
      return window === undefined ? none : `${window.from} — ${window.to}`;
    case "liftInspected":
      return liftInspected === undefined ? none : (liftInspected.reason ?? words.yes);
    case "special":
      if (special === undefined) return none;
      return [special.documentNumber, special.approvedBy, special.filedOn].join(words.comma);
    default: {
      const value: unknown = entry[name as keyof PlannedEntry];
      return typeof value === "string" || typeof value === "number" ? String(value) : none;
    }
  }
}
