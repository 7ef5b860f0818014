import {
  authorityOf,
  filledIn,
  knownAuthorities,
  nameOf,
  placeName,
  wordsOf,
  type Language,
} from "@shuangsui/contracts";
import type { Event } from "@shuangsui/service-kit";
import { dueText, shanghaiTime as shanghaiTimeOf } from "@shuangsui/workdays";
import { z } from "zod";

/** The words of the portal's pages. */
export const words = wordsOf("zh");

/** An instant as people in Shanghai read it: 2026-09-18 10:30. */
export function shanghaiTime(instant: string | Date): string {
  return shanghaiTimeOf(new Date(instant));
}

/** A due time, 2026-09-18 24:00, with a mark where it may still move. */
export function dueTime(instant: string | Date, provisional = false): string {
  return dueText(new Date(instant)) + (provisional ? words.label.provisional : "");
}

/** Whether local holidays stop the deadline beside which it stands. */
export function localNote(localHolidaysStop: boolean): string {
  return localHolidaysStop ? words.label.localHolidaysStop : words.label.localHolidaysCount;
}

const moveFacts = z.object({
  from: z.string(),
  to: z.string(),
  issuer: z.string(),
  notice: z.string().nullable(),
});

/** How the calendar moved a due time, a sentence each, in order; what was done moved it silently. */
export function movesOf(events: readonly Event[]): string[] {
  return events.flatMap(({ type, facts }) => {
    const move = type === "due-moved" ? moveFacts.safeParse(facts) : undefined;
    if (move?.success !== true) return [];
    const { from, to, issuer, notice } = move.data;
    const says = { from: dueTime(from), to: dueTime(to) };
    if (notice === null) return [filledIn(words.portal.movedBySetting, says)];
    const by = { issuer: authorityOf(issuer)?.short ?? words.label.nation, notice };
    return [filledIn(words.portal.movedByNotice, { ...by, ...says })];
  });
}

/** What an authority is called; one not known keeps its code. */
export function authorityName(code: string, language: Language = "zh"): string {
  const known = authorityOf(code);
  return (language === "zh" ? known?.name : known?.english.name) ?? code;
}

/** Of whom all authorities together are, in a language. */
export function placeIn(language: Language): string {
  if (language === "zh") return placeName();
  const top = knownAuthorities().filter(({ parent }) => parent === null);
  return top.map(({ english }) => english.short).join(", ");
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
  teamBy: words.teamBy,
  kind: words.inspectionKind,
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
