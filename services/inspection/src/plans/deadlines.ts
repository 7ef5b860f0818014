import type { ExplainedPlanDue } from "@shuangsui/contracts";
import { dueAt, newest, type Editions } from "@shuangsui/workdays";
import type { PlanTable } from "./tables.ts";

/** Working days within which an adjustment (article 17), and a plan handed in, is public. */
export const publishWorkdays = 5;

/** How long after the deadline by which disclosure publishes and tells us it is asked, where nothing was heard, milliseconds. */
const noticeWithinMs = 86_400_000;

/** When disclosure is asked whether what was due then is public. */
export function asksDisclosureAt(due: Date): Date {
  return new Date(due.getTime() + noticeWithinMs);
}

/**
 * When what is handed in is public at the latest, what that counts from, by which version of the calendar, and when disclosure
 * is asked whether it is.
 */
export function publicationDue(
  calendars: Editions,
  handedInAt: Date,
): { due_at: Date; due_from: Date; look_at: Date; calendar_version: number } {
  const { due, calendarVersion } = dueAt(newest(calendars).calendar, handedInAt, publishWorkdays);
  return {
    due_at: due,
    due_from: handedInAt,
    calendar_version: calendarVersion,
    look_at: asksDisclosureAt(due),
  };
}

/** By when what is handed in is public, and why then (articles 9, 16, 17); nothing where nothing is. */
export function explainedDueTimes({
  state,
  due_at: due,
  due_from: from,
}: Pick<PlanTable, "state" | "due_at" | "due_from">): ExplainedPlanDue[] {
  if (due === null || from === null) return [];
  const [deadline, what] =
    state === "adjusting"
      ? (["plan-adjustment", "adjusted"] as const)
      : (["plan-publication", "handed-in"] as const);
  const counted = { due: due.toISOString(), workdays: publishWorkdays };
  return [{ deadline, ...counted, from: { what, at: from.toISOString() } }];
}
