import {
  editionsOf,
  nation,
  nationalChanges,
  type Editions,
  type LocalHolidays,
  type Notice,
} from "@shuangsui/workdays";

const chain = [nation, "533100", "533103"];

/** The calendar of 芒市 as the national notices make it. */
export const mangshiCalendars: Editions = editionsOf(nationalChanges, chain);

/** The same with what was entered since, each at its time. */
export function mangshiCalendarsWith(
  ...added: readonly { at: Date; by: Notice | LocalHolidays }[]
): Editions {
  const from = nationalChanges.length + 1;
  return editionsOf(
    [...nationalChanges, ...added.map((change, index) => ({ version: from + index, ...change }))],
    chain,
  );
}

/** A notice of 芒市's prefecture that makes these days off. */
export function daysOff(number: string, from: string, to: string, changes: Partial<Notice> = {}): Notice {
  return {
    authority: "533100",
    number,
    issuedOn: "2026-09-01",
    name: "放假通知",
    daysOff: [{ from, to }],
    worked: [],
    supersedes: null,
    ...changes,
  };
}
