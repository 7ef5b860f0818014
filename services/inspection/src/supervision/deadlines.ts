import { calendarIn, dueAt, newest, remindAt, type Editions } from "@shuangsui/workdays";
import type { Selectable } from "kysely";
import type { SupervisionTable } from "./tables.ts";

/** By what an order is reckoned. */
type Reckoned = Pick<Selectable<SupervisionTable>, "workdays" | "due_from" | "due_at" | "calendar_version">;

/** The due time of an answer: so many working days as who ordered gave it, from then on (article 4). */
export function answerDue(calendars: Editions, from: Date, workdays: number): Reckoned {
  const { due, calendarVersion } = dueAt(newest(calendars).calendar, from, workdays);
  return { workdays, due_from: from, due_at: due, calendar_version: calendarVersion };
}

const remindersBefore = [2, 1] as const;

/**
 * The next reminder, 2 and 1 working days before the due time, and which of them it is; null where none is ahead. One that would
 * come before the order itself is left out.
 */
export function nextReminder(
  order: Reckoned & { reminders: number; calendars: Editions },
): { at: Date; number: number } | null {
  const calendar = calendarIn(order.calendars, order.calendar_version);
  const ahead = remindersBefore
    .map((days, index) => ({ at: remindAt(calendar, order.due_at, days), number: index + 1 }))
    .find(({ at, number }) => number > order.reminders && at > order.due_from);
  return ahead ?? null;
}
