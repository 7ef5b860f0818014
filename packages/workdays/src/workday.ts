import type { Calendar } from "./calendar.ts";
import { formatDay, parseDate } from "./date.ts";

/** More working days than any deadline has: beyond it the number is a mistake. */
const MOST_WORKDAYS = 10_000;

/** Whether a day is worked: Monday to Friday, unless a notice says otherwise. Throws RangeError when `date` is none. */
export function isWorkday(cal: Calendar, date: string): boolean {
  return isWorked(cal, parseDate(date));
}

/** Whether a day is a Saturday or a Sunday. Throws RangeError when `date` is none. */
export function isWeekend(date: string): boolean {
  return isSaturdayOrSunday(parseDate(date));
}

/**
 * The n-th working day after `date`, which itself doesn't count; before it where n is negative; `date` itself,
 * worked or not, where n is 0. Throws RangeError when `date` is none, or n not whole or beyond 10,000.
 */
export function addWorkdays(cal: Calendar, date: string, n: number): string {
  const from = parseDate(date);
  if (!Number.isInteger(n) || Math.abs(n) > MOST_WORKDAYS) {
    throw new RangeError(
      `${n} is not a number of working days: a whole number up to ${MOST_WORKDAYS} is expected`,
    );
  }
  const step = Math.sign(n);
  let day = from;
  for (let left = Math.abs(n); left > 0;) {
    day += step;
    if (isWorked(cal, day)) left -= 1;
  }
  return formatDay(day);
}

/**
 * How many working days lie after `from` up to and with `to`, negative where `to` is earlier. `from` itself doesn't
 * count, so that after `addWorkdays(cal, from, n)` it is n again. Throws RangeError when either is no date.
 */
export function workdaysBetween(cal: Calendar, from: string, to: string): number {
  const end = parseDate(to);
  let day = parseDate(from);
  const step = Math.sign(end - day);
  let count = 0;
  while (day !== end) {
    day += step;
    if (isWorked(cal, day)) count += step;
  }
  return count;
}

/** Whether a date's year has no notice yet, so that weekends alone were counted. Throws RangeError when `date` is none. */
export function isProvisional(cal: Calendar, date: string): boolean {
  parseDate(date);
  return !cal.years.has(Number(date.slice(0, 4)));
}

function isWorked(cal: Calendar, day: number): boolean {
  return cal.departures.get(day)?.worked ?? !isSaturdayOrSunday(day);
}

// Day 0, 1970-01-01, was a Thursday: Monday is 0 here, Saturday 5.
const isSaturdayOrSunday = (day: number) => (((day + 3) % 7) + 7) % 7 >= 5;
