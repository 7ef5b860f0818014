import { Problem, type DeadlineName, type ExplainedDue, type PeriodBegin } from "@shuangsui/contracts";
import {
  calendarIn,
  dueAt,
  endOf,
  movedDue,
  type Calendar,
  type Edition,
  type Span,
} from "@shuangsui/workdays";
import type { Move } from "../calendar/moves.ts";
import { recusalDueTimes } from "./recusals.ts";
import type { Inspection } from "./tables.ts";

/**
 * Working days of each deadline: from the draw in which anybody may declare a conflict of interest (article 24), unless all
 * have declared before; from the beginning of an emergency's check to its approval (article 25; the days are a setting of this
 * product); from the check's end to the report (article 29: 及时); from sign-off to the target's feedback (article
 * 30: 及时); from feedback in which the inspected may object, never stopping the five of the result; from feedback to the result
 * (article 30), which a setting may shorten and never lengthen.
 */
export const workdays = { recusal: 2, approval: 2, report: 5, feedback: 2, objection: 3, result: 5 } as const;
export type InspectionDeadline = keyof typeof workdays & DeadlineName;

/** What the due times of an inspection count from: stamps of its steps, or due times of those that were missed. */
export type Steps = Pick<
  Inspection,
  | "created_at"
  | "check_began_at"
  | "check_ended_at"
  | "report_due"
  | "signed_at"
  | "feedback_due"
  | "fed_back_at"
>;
type DueTimes = Pick<
  Inspection,
  "recusal_due" | "approval_due" | "report_due" | "feedback_due" | "objection_due" | "result_due"
>;

/** The calendar by which an inspection was reckoned last. */
export function calendarOf(row: Pick<Inspection, "calendars" | "calendar_version">): Calendar {
  return calendarIn(row.calendars, row.calendar_version);
}

/** A due time by what it counts from (articles 24, 29, 30). @throws Problem `internal` before that has happened */
export function dueTime(calendar: Calendar, deadline: InspectionDeadline, steps: Steps): Date {
  const span = spanOf(deadline, steps);
  if (span === null) throw new Problem("internal");
  return dueAt(calendar, span.from, span.workdays).due;
}

function spanOf(deadline: InspectionDeadline, steps: Steps): Span | null {
  const begin = beginOf(deadline, steps);
  return begin === null ? null : { from: begin.at, workdays: workdays[deadline] };
}

/** What a period begins with, and the instant whose day does not count. */
type Begin = { what: PeriodBegin; at: Date };

function beginOf(deadline: InspectionDeadline, steps: Steps): Begin | null {
  const after = (what: PeriodBegin, at: Date | null) => (at === null ? null : { what, at });
  switch (deadline) {
    case "recusal":
      return after("opened", steps.created_at);
    case "approval":
      return after("check-began", steps.check_began_at);
    case "report":
      return after("check-ended", steps.check_ended_at);
    case "feedback":
      return after("signed", steps.signed_at);
    case "objection":
      return after("fed-back", steps.fed_back_at);
    case "result":
      return resultBegin(steps);
    default:
      return deadline satisfies never;
  }
}

/**
 * The result counts from feedback; where a step was missed, or is still ahead, from that step's due date, so delay never buys
 * time (article 30).
 */
function resultBegin({ report_due, signed_at, feedback_due, fed_back_at }: Steps): Begin | null {
  if (report_due === null) return null;
  if (signed_at === null || signed_at >= report_due || feedback_due === null)
    return { what: "report-due", at: lastDayOf(report_due) };
  return fed_back_at === null || fed_back_at >= feedback_due
    ? { what: "feedback-due", at: lastDayOf(feedback_due) }
    : { what: "fed-back", at: fed_back_at };
}

/** A due time ends its last day at 24:00, which is already the next day: an instant within the day itself. */
function lastDayOf(due: Date): Date {
  return new Date(due.getTime() - 1);
}

/** The due times that a new version of the calendar moves, of those that are open: in their order, for one may count from another. */
export function movedDueTimes(
  row: Inspection,
  open: readonly InspectionDeadline[],
  { calendar, at }: Edition,
): { due: Partial<DueTimes>; moves: readonly Move[] } {
  const moves: Move[] = [];
  const due: Partial<DueTimes> = {};
  for (const deadline of open) {
    const from = row[`${deadline}_due`];
    const span = spanOf(deadline, { ...row, ...due });
    if (from === null || span === null) continue;
    const to = movedDue(calendar, from, span, at);
    if (to.getTime() === from.getTime()) continue;
    due[`${deadline}_due`] = to;
    moves.push({ deadline, from, to });
  }
  return { due, moves };
}

/** The due times of an inspection that are known, each with what its working days are counted from (articles 24, 25, 29, 30). */
export function explainedDueTimes(row: Inspection): ExplainedDue[] {
  const counted = (Object.keys(workdays) as InspectionDeadline[]).flatMap((deadline) => {
    const [due, begin] = [row[`${deadline}_due`], beginOf(deadline, row)];
    if (due === null || begin === null) return [];
    const from = { what: begin.what, at: begin.at.toISOString() };
    return { deadline, due: due.toISOString(), from, workdays: workdays[deadline] };
  });
  const window = { deadline: "window", due: endOf(row.window_to).toISOString() } as const;
  return [...counted, ...recusalDueTimes(row.recusals), { ...window, from: null, workdays: null }];
}
