import { authorityOf, filledIn, nameOf, wordsOf } from "@shuangsui/contracts";
import { calendar, dueText, shanghaiTime as shanghaiTimeOf } from "@shuangsui/workdays";

/** The words of the portal's pages. */
export const words = wordsOf("zh");

/** An instant as people in Shanghai read it: 2026-09-18 10:30. */
export function shanghaiTime(instant: string | Date): string {
  return shanghaiTimeOf(new Date(instant));
}

/** A due time by the calendar: 2026-09-18 24:00. */
export function dueTime(instant: string | Date): string {
  return dueText(calendar, new Date(instant), words.label.provisional);
}

/** What an authority is called; one not known keeps its code. */
export function authorityName(code: string): string {
  return authorityOf(code)?.name ?? code;
}

/** What the portal calls a fact. */
export function factName(key: string): string {
  const number = /^entry([1-9]\d*)$/.exec(key)?.[1];
  if (number !== undefined) return filledIn(words.publicFact.entry, { number });
  return nameOf(words.publicFact, key);
}

/** The words for facts whose values are codes. */
const coded: Record<string, Readonly<Record<string, string>>> = {
  origin: words.inspectionOrigin,
  overdue: words.overdueStep,
  outcome: words.inspectionOutcome,
  responsible: words.responsibleParty,
};

/** A fact's value as people read it. */
export function factValue(key: string, value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? words.yes : words.no;
  const group = Object.hasOwn(coded, key) ? coded[key] : undefined;
  return group === undefined ? String(value) : nameOf(group, String(value));
}
