import type { Calendar } from "./calendar.ts";
import { shanghaiDate } from "./date.ts";
import { dueAt, endOf } from "./deadline.ts";
import { addWorkdays, isWorkday } from "./workday.ts";

/** What a deadline counts from, and how many working days it has. */
export type Span = { from: Date; workdays: number };

/**
 * When an open deadline ends once a change has made the calendar this one. One that has passed by the change never moves.
 * One that becomes longer ends as its working days do. One that becomes shorter ends at the earliest one working day after
 * the change, yet not later than before, where that is a working day still.
 */
export function movedDue(cal: Calendar, due: Date, { from, workdays }: Span, changedAt: Date): Date {
  if (due <= changedAt) return due;
  const counted = dueAt(cal, from, workdays).due;
  if (counted >= due) return counted;
  const notice = dueAt(cal, changedAt, 1).due;
  const before = onWorkday(cal, due);
  return latest(counted, notice < before ? notice : before);
}

/** The same deadline, or where its last day is off now, the end of the next working day. */
function onWorkday(cal: Calendar, due: Date): Date {
  const last = shanghaiDate(new Date(due.getTime() - 1));
  return isWorkday(cal, last) ? due : endOf(addWorkdays(cal, last, 1));
}

const latest = (one: Date, other: Date) => (one > other ? one : other);
