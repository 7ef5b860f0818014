import type { Calendar } from "./calendar.ts";
import { formatDay, parseDate, shanghaiDate, shanghaiTime, startOfShanghaiDay } from "./date.ts";
import { addWorkdays, isProvisional, workdaysBetween } from "./workday.ts";

/**
 * A deadline: `due` is the instant at which it ends, 24:00 Asia/Shanghai of its last day `on` ('YYYY-MM-DD'). What is
 * received before `due` is in time. `provisional` where a year it runs through has no notice yet.
 */
export type Deadline = { due: Date; on: string; calendarVersion: number; provisional: boolean };

/**
 * The deadline of n working days after an event. The Shanghai day of the event doesn't count, and the deadline ends
 * with its last working day. Throws RangeError when `event` is invalid or n is no whole number from 1.
 */
export function dueAt(cal: Calendar, event: Date, n: number): Deadline {
  if (n < 1) throw new RangeError(`a deadline has at least one working day, not ${n}`);
  const eventOn = shanghaiDate(event);
  const on = addWorkdays(cal, eventOn, n);
  const first = Number(formatDay(parseDate(eventOn) + 1).slice(0, 4));
  const last = Number(on.slice(0, 4));
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return {
    due: endOf(on),
    on,
    calendarVersion: cal.version,
    provisional: years.some((year) => isProvisional(cal, `${String(year).padStart(4, "0")}-01-01`)),
  };
}

/** The end of a day 'YYYY-MM-DD', 24:00 Asia/Shanghai. Throws RangeError when it is no date. */
export function endOf(date: string): Date {
  return startOfShanghaiDay(parseDate(date) + 1);
}

/**
 * Whole working days left until the day on which `due` falls: 0 on that day, 1 on the working day before, negative once
 * `due` has passed. Throws RangeError when `now` or `due` is invalid.
 */
export function workdaysLeft(cal: Calendar, now: Date, due: Date): number {
  const left = workdaysBetween(cal, shanghaiDate(now), lastDay(due));
  return now.getTime() >= due.getTime() ? Math.min(left, -1) : left;
}

/** Whether a deadline ends in a year that has no notice yet, so that it may still move. Throws RangeError when `due` is invalid. */
export function isDueProvisional(cal: Calendar, due: Date): boolean {
  return isProvisional(cal, lastDay(due));
}

/**
 * A due time as people in Shanghai read it: one at midnight is 24:00 of the day that ends with it, as the rules put it.
 * Throws RangeError when `due` is invalid.
 */
export function dueText(due: Date): string {
  const on = lastDay(due);
  return on === shanghaiDate(due) ? shanghaiTime(due) : `${on} 24:00`;
}

/**
 * When to remind of a deadline: the start (00:00 Asia/Shanghai) of the working day n working days before the day on
 * which `due` falls. Throws RangeError when `due` is invalid or n is no whole number from 0.
 */
export function remindAt(cal: Calendar, due: Date, n: number): Date {
  if (n < 0) throw new RangeError(`a reminder comes before its deadline, not ${-n} working days after`);
  return startOfShanghaiDay(parseDate(addWorkdays(cal, lastDay(due), n === 0 ? 0 : -n)));
}

/** The last day of a deadline: 24:00 belongs to the day it ends, not to the next. */
function lastDay(due: Date): string {
  return shanghaiDate(new Date(due.getTime() - 1));
}
