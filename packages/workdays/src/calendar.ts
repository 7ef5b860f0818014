import { notices, type YearNotice } from "./notices.ts";
import { parseDate } from "./date.ts";

/** The notices known, keyed by year, plain JSON. Whatever is computed from it carries its `version`. */
export type Calendar = { version: string; years: Readonly<Record<string, YearNotice>> };

/** The built-in calendar: the notices for 2024, 2025 and 2026. */
export const calendar: Calendar = {
  version: "2026-1",
  years: Object.fromEntries(notices.map((notice) => [String(notice.year), notice])),
};

/** Day number to whether it is worked, for the days on which a notice departs from the week. */
export type Departures = ReadonlyMap<number, boolean>;

const known = new WeakMap<Calendar, Departures>();

/** The days on which the calendar's notices depart from the week. Throws RangeError when a notice is malformed. */
export function departures(cal: Calendar): Departures {
  let found = known.get(cal);
  if (found === undefined) {
    found = new Map(Object.values(cal.years).flatMap(departuresOfYear));
    known.set(cal, found);
  }
  return found;
}

/**
 * A new calendar that also holds `year`, in place of an earlier notice for that year. Its version is
 * `version` where given, else "<latest year>-<n>": 1 for a year later than all before, else one more than before.
 * Throws RangeError when the notice is malformed or the version is the old one.
 */
export function withYear(cal: Calendar, year: YearNotice, version = nextVersion(cal, year.year)): Calendar {
  if (!Number.isInteger(year.year))
    throw new RangeError(`a notice's year is a whole number, not ${year.year}`);
  if (version === cal.version)
    throw new RangeError(`version ${version} is taken: a changed calendar needs its own`);
  departuresOfYear(year);
  return { version, years: { ...cal.years, [String(year.year)]: year } };
}

function departuresOfYear(year: YearNotice): [number, boolean][] {
  return year.holidays.flatMap((holiday): [number, boolean][] => {
    const from = parseDate(holiday.from);
    const to = parseDate(holiday.to);
    // No holiday is longer than a fortnight: a longer one is a slip of the pen that would move every deadline.
    if (to < from || to - from > 14) {
      throw new RangeError(
        `${year.notice}: ${holiday.name} cannot last from ${holiday.from} to ${holiday.to}`,
      );
    }
    const off = Array.from({ length: to - from + 1 }, (_, i): [number, boolean] => [from + i, false]);
    const worked = holiday.worked.map((date): [number, boolean] => [parseDate(date), true]);
    const both = worked.find(([day]) => day >= from && day <= to);
    if (both !== undefined)
      throw new RangeError(`${year.notice}: ${holiday.name} has a day both off and worked`);
    return [...off, ...worked];
  });
}

function nextVersion(cal: Calendar, year: number): string {
  const latest = Math.max(0, ...Object.keys(cal.years).map(Number));
  if (year > latest) return `${year}-1`;
  const count = Number(/-(\d+)$/.exec(cal.version)?.[1] ?? 0);
  return `${latest}-${count + 1}`;
}
