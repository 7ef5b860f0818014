import { dueAt, newest, type Editions } from "@shuangsui/workdays";

/** Working days within which an adjustment (article 17), and a plan handed in, is public. */
export const publishWorkdays = 5;

/** When what is handed in is public at the latest, what that counts from, and by which version of the calendar. */
export function publicationDue(
  calendars: Editions,
  handedInAt: Date,
): { due_at: Date; due_from: Date; calendar_version: number } {
  const { due, calendarVersion } = dueAt(newest(calendars).calendar, handedInAt, publishWorkdays);
  return { due_at: due, due_from: handedInAt, calendar_version: calendarVersion };
}
