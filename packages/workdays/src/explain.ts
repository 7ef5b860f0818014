import type { Calendar } from "./calendar.ts";
import { formatDay, parseDate } from "./date.ts";
import type { Notice } from "./notice.ts";
import { isWeekend, isWorkday } from "./workday.ts";

/** How a day counts towards a deadline, and by which notice where one departs from the week. */
export type ExplainedDay = {
  day: string;
  kind: "counted" | "worked-in-exchange" | "weekend" | "holiday";
  /** Which of the working days it is; null where it is none. */
  number: number | null;
  notice: Notice | null;
};

/** Day by day from the day after an event to the n-th working day. Throws RangeError when `after` is no date, or n no whole number from 1. */
export function explain(cal: Calendar, after: string, n: number): ExplainedDay[] {
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(`a deadline has at least one working day, not ${n}`);
  const days: ExplainedDay[] = [];
  let day = parseDate(after);
  for (let number = 0; number < n;) {
    day += 1;
    const date = formatDay(day);
    const departure = cal.departures.get(day);
    const worked = isWorkday(cal, date);
    if (worked) number += 1;
    days.push({
      day: date,
      kind: worked
        ? departure === undefined || !isWeekend(date)
          ? "counted"
          : "worked-in-exchange"
        : departure === undefined
          ? "weekend"
          : "holiday",
      number: worked ? number : null,
      notice: departure?.notice ?? null,
    });
  }
  return days;
}
