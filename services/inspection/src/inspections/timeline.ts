import type { InspectionState, TimelineStep } from "@shuangsui/contracts";
import { isDueProvisional, newest, workdaysLeft } from "@shuangsui/workdays";
import { missedStepDue, stepOf, waitingOf, type Inspection } from "./lifecycle.ts";
import { isEnd, way } from "./rules.ts";

/** The time at which each state was reached, by the events' stamps. */
export type Reached = ReadonlyMap<InspectionState, Date>;

/** The way of an inspection as a timeline: what is done and when, what is waited for, what will happen by itself and when. */
export function timelineOf(row: Inspection, reached: Reached, now: Date): TimelineStep[] {
  // The way waits for no approval that comes afterwards.
  const awaited = waitingOf(row);
  const waiting = awaited.for === "approval" ? stepOf(row) : awaited;
  const doneUntil = way.findLastIndex((state) => reached.has(state));
  const steps = way.map((state, index): TimelineStep => {
    const at = reached.get(state);
    if (at !== undefined) return { step: state, status: "done", at: at.toISOString() };
    if (index !== doneUntil + 1 || isEnd(row.state))
      return {
        step: state,
        status: "ahead",
        ...(state === "published" ? publishedByItself(row, now) : {}),
      };
    const missed = missedStepDue(row);
    const due = missed ?? waiting.due;
    return {
      step: state,
      status: missed === null ? "now" : "missed",
      waitingFor: waiting.for,
      ...(due === null ? {} : shownDue(row, due, now)),
      ...(missed !== null || waiting.byItself === null || waiting.due === null
        ? {}
        : { byItself: waiting.byItself }),
    };
  });
  if (!isEnd(row.state)) return steps;
  const done = steps.filter((step) => step.status === "done");
  if (row.state === "closed") return done;
  const ended: TimelineStep = {
    step: row.state,
    status: "done",
    ...(row.ended_at === null ? {} : { at: row.ended_at.toISOString() }),
  };
  return [...done, ended];
}

/** When the result, or the fact that nothing is ready, is published by itself: known from the end of the check on. */
function publishedByItself(
  row: Inspection,
  now: Date,
): Pick<TimelineStep, "due" | "workdaysLeft" | "provisional" | "byItself"> {
  if (row.result_due === null || row.fact_published_at !== null || isEnd(row.state)) return {};
  return { ...shownDue(row, row.result_due, now), byItself: "published" };
}

function shownDue({ calendars }: Inspection, due: Date, now: Date) {
  const { calendar } = newest(calendars);
  return {
    due: due.toISOString(),
    workdaysLeft: workdaysLeft(calendar, now, due),
    provisional: isDueProvisional(calendar, due),
  };
}
