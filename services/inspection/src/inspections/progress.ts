import type { InspectionState } from "@shuangsui/contracts";
import { calendar, remindAt } from "@shuangsui/workdays";
import type { InspectionEffect } from "@shuangsui/workflows/inspection/contract";
import type { Selectable } from "kysely";
import { checkIsOver, isEnd } from "./rules.ts";
import type { InspectionTable } from "./tables.ts";

export type Inspection = Selectable<InspectionTable>;

/** The beginning of a window's first day, 0:00 in Asia/Shanghai. */
export function startOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00.000+08:00`));
}

/** The end of a window's last day, 24:00 in Asia/Shanghai. */
export function endOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T24:00:00.000+08:00`));
}

/** What is waited for: by when, and what happens by itself then. `due` is null where only a person can go on. */
export type Waiting = {
  for:
    | "declarations"
    | "notice"
    | "check"
    | "record"
    | "paths"
    | "report"
    | "feedback"
    | "result"
    | "objections"
    | "nothing";
  due: Date | null;
  byItself: "confirmed" | "lapsed" | "breach" | "published" | "credited" | null;
};

/** What an inspection waits for in its state, and what time does by itself. */
export function waitingOf(row: Inspection): Waiting {
  const late = (missed: Date | null, due: Date | null): Pick<Waiting, "due" | "byItself"> =>
    missed === null
      ? { due, byItself: "breach" }
      : {
          due: row.fact_published_at === null ? row.result_due : null,
          byItself: row.fact_published_at === null ? "published" : null,
        };
  switch (row.state) {
    case "drawn":
      return { for: "declarations", due: row.recusal_due, byItself: "confirmed" };
    case "confirmed":
      return { for: "notice", due: endOfDay(row.window_to), byItself: "lapsed" };
    case "notified":
      return { for: "check", due: endOfDay(row.window_to), byItself: "lapsed" };
    case "checking":
      return row.record_missed_at === null
        ? { for: "record", due: endOfDay(row.window_to), byItself: "breach" }
        : { for: "record", due: null, byItself: null };
    case "recorded":
      return { for: "paths", ...late(row.report_missed_at, row.report_due) };
    case "handled":
      return { for: "report", ...late(row.report_missed_at, row.report_due) };
    case "signed":
      return { for: "feedback", ...late(row.feedback_missed_at, row.feedback_due) };
    case "fed-back":
      return {
        for: "result",
        due: row.fact_published_at === null ? row.result_due : null,
        byItself: "published",
      };
    case "published":
    case "credited":
      return { for: "objections", due: creditableFrom(row), byItself: "credited" };
    case "closed":
    case "gone":
    case "lapsed":
    case "cancelled":
      return { for: "nothing", due: null, byItself: null };
    default:
      return row.state satisfies never;
  }
}

/** The due time that a step still open has missed, or null. */
export function missedDue(row: Inspection): Date | null {
  if (row.ended_at !== null) return null;
  if (row.record_missed_at !== null && row.check_ended_at === null) return endOfDay(row.window_to);
  if (row.report_missed_at !== null && row.signed_at === null) return row.report_due;
  if (row.feedback_missed_at !== null && row.fed_back_at === null) return row.feedback_due;
  return null;
}

/** The due time to show of an inspection: the one that was missed, else the one that is waited for. */
export function shownDue(row: Inspection): Date | null {
  return missedDue(row) ?? waitingOf(row).due;
}

/** When the result may enter the credit record: after the objection window, and where an objection has no answer after the result's due time as well. */
function creditableFrom(row: Inspection): Date | null {
  const { objection_due: objection, result_due: result } = row;
  if (row.objected_at === null || row.answered_at !== null || objection === null || result === null)
    return objection;
  return result > objection ? result : objection;
}

/** What time alone does to an inspection at `now`, or null. */
export type Elapsed = "confirmed" | "lapsed" | Missed | "reminder";
/** A step that did not come in time: a breach. */
export type Missed = "record-missed" | "report-missed" | "feedback-missed";

/** The step that is missed in each state that waits for one. */
const missedIn: Partial<Record<InspectionState, Missed>> = {
  checking: "record-missed",
  recorded: "report-missed",
  handled: "report-missed",
  signed: "feedback-missed",
};

/** What time has done by `now` that is not yet on record (articles 24, 29, 30). Ask again after each. */
export function elapsedAt(row: Inspection, now: Date): Elapsed | null {
  const waiting = waitingOf(row);
  if (waiting.due === null) return null;
  if (now >= waiting.due) {
    if (waiting.byItself === "confirmed" || waiting.byItself === "lapsed") return waiting.byItself;
    return waiting.byItself === "breach" ? (missedIn[row.state] ?? null) : null;
  }
  const next = nextReminder(row, waiting);
  return next !== null && now >= next ? "reminder" : null;
}

const remindersBefore = [2, 1] as const;

/** When the next reminder of a deadline that ends in a breach is due: 2 and 1 working days before. */
function nextReminder(row: Inspection, waiting: Waiting): Date | null {
  if (waiting.byItself !== "breach" || waiting.due === null) return null;
  const before = remindersBefore[row.reminders];
  return before === undefined ? null : remindAt(calendar, waiting.due, before);
}

/** The instant after `now` at which to look again, or null where only a person, a nudge or the outside moves it. */
export function lookAgainAt(row: Inspection, now: Date): Date | null {
  const waiting = waitingOf(row);
  // The result is published by disclosure's own deadline, which tells us.
  if (waiting.byItself === "published") return null;
  const next = nextReminder(row, waiting) ?? waiting.due;
  return next !== null && next > now ? next : null;
}

/** The ends of an inspection whose check did not take place: published as that fact. */
export const withdrawn = ["gone", "lapsed", "cancelled"] as const satisfies readonly InspectionState[];

/** The step that is to blame where nothing can be published at the deadline. */
export function overdueStep(row: Inspection): "report" | "feedback" {
  return row.signed_at === null ? "report" : "feedback";
}

/** What disclosure has to know before its deadline: when it is, and what the fact is that is published where nothing is ready. */
export function discloseAs(row: Inspection): string {
  return [row.result_due?.toISOString(), overdueStep(row), row.breaches].join(" ");
}

/** The outside effect that the state asks for at `now`, or null. `alternateWaits`: the alternate's workflow has not looked yet. */
export function effectOf(row: Inspection, now: Date, alternateWaits: boolean): InspectionEffect | null {
  if (row.target_name === null) return "identify";
  if (row.alternate_id !== null && alternateWaits) return "start-alternate";
  const waitedFor = !checkIsOver(row.state) && row.record_missed_at === null;
  if (!waitedFor && row.campaign_id !== null && row.campaign_told_at === null) return "tell-campaign";
  if (withdrawn.some((state) => state === row.state)) return row.withdrawn_at === null ? "withdraw" : null;
  if (row.check_ended_at !== null && row.publication_id === null) return "open-publication";
  if (
    row.published_at === null &&
    row.fact_published_at === null &&
    row.publication_id !== null &&
    row.disclosed_as !== discloseAs(row)
  )
    return "move-due";
  if (row.content_revision > row.disclosed_revision) return "give-content";
  if (row.publish_asked) return row.published_at === null ? "publish" : null;
  if (row.state === "published") {
    const from = creditableFrom(row);
    if (from !== null && now >= from) return "credit";
  }
  return null;
}

/** Whether nothing more will happen by itself: the workflow may end. */
export function isOver(row: Inspection, effect: InspectionEffect | null): boolean {
  return isEnd(row.state) && effect === null;
}
