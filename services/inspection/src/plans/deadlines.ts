import type { Plan } from "./lifecycle.ts";
import { calendar, dueAt } from "@shuangsui/workdays";

/** Working days within which an adjustment (article 17), and a plan handed in, is public. */
const publishWorkdays = 5;

/** How long after the deadline by which disclosure publishes and tells us it is asked, where nothing was heard, milliseconds. */
const noticeWithinMs = 86_400_000;

/** When what is handed in is public at the latest, by which calendar, and when disclosure is asked whether it is. */
export function publicationDue(handedInAt: Date): Pick<Plan, "look_at"> & {
  due_at: Date;
  calendar_version: string;
} {
  const { due, calendarVersion } = dueAt(calendar, handedInAt, publishWorkdays);
  return {
    due_at: due,
    calendar_version: calendarVersion,
    look_at: new Date(due.getTime() + noticeWithinMs),
  };
}
