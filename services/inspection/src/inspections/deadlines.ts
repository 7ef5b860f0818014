import { dueAt, type Calendar } from "@shuangsui/workdays";

/** Working days after the draw in which anybody may declare a conflict of interest (article 24), unless all have declared before. */
export const recusalWorkdays = 2;
/** Working days after the check's end by which the report is signed off (article 29: 及时). */
const reportWorkdays = 5;
/** Working days after sign-off by which the target has its feedback (article 30: 及时). */
const feedbackWorkdays = 2;
/** Working days after feedback in which the inspected may object (article 30); they never stop the five of the result. */
const objectionWorkdays = 3;
/** Working days after feedback by which the result is public (article 30). A setting may shorten them, never lengthen them. */
export const resultWorkdays = 5;

/** What is known of an inspection's steps: receipt stamps, or null where a step has not been done. */
export type Steps = { checkEnded: Date; signed: Date | null; fedBack: Date | null };

/** The due times that follow from the steps. `feedback` and `objection` are null before the step they count from. */
export type DueTimes = {
  report: Date;
  feedback: Date | null;
  objection: Date | null;
  result: Date;
  calendarVersion: string;
};

/**
 * The due times of report, feedback, objection and result (articles 29, 30). Where a step was missed, the
 * result is due five working days after that step's due date, so delay never buys time.
 */
export function dueTimes(calendar: Calendar, steps: Steps): DueTimes {
  const report = dueAt(calendar, steps.checkEnded, reportWorkdays);
  const feedback = steps.signed === null ? null : dueAt(calendar, steps.signed, feedbackWorkdays);
  const objection = steps.fedBack === null ? null : dueAt(calendar, steps.fedBack, objectionWorkdays);
  const reportMissed = steps.signed === null || steps.signed >= report.due;
  const feedbackMissed = feedback !== null && (steps.fedBack === null || steps.fedBack >= feedback.due);
  const from = reportMissed
    ? lastDayOf(report.due)
    : feedbackMissed
      ? lastDayOf(feedback.due)
      : (steps.fedBack ?? lastDayOf(report.due));
  const result = dueAt(calendar, from, resultWorkdays);
  return {
    report: report.due,
    feedback: feedback?.due ?? null,
    objection: objection?.due ?? null,
    result: result.due,
    calendarVersion: result.calendarVersion,
  };
}

/** A due time ends its last day at 24:00, which is already the next day: an instant within the day itself. */
function lastDayOf(due: Date): Date {
  return new Date(due.getTime() - 1);
}
