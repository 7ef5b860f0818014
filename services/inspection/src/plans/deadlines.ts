import { calendar, dueAt } from "@shuangsui/workdays";

/** Working days within which an adjustment (article 17), and a plan handed in, is public. */
const publishWorkdays = 5;

/** When what is handed in is public at the latest, and by which calendar. */
export function publicationDue(handedInAt: Date): { due_at: Date; calendar_version: string } {
  const { due, calendarVersion } = dueAt(calendar, handedInAt, publishWorkdays);
  return { due_at: due, calendar_version: calendarVersion };
}
