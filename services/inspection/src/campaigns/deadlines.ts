import { calendar, dueAt } from "@shuangsui/workdays";

/** Working days after the last check is over by which a draw is revealed. */
const revealWorkdays = 5;

/** By when a draw is revealed, five working days after the last of its checks was over, and by which calendar. */
export function revealDueAfter(lastCheckOver: Date): { due: Date; calendarVersion: string } {
  return dueAt(calendar, lastCheckOver, revealWorkdays);
}
