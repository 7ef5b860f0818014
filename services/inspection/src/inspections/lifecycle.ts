import type {
  InspectionEventType,
  InspectionKind,
  InspectionOrigin,
  NotCheckedState,
  TeamBy,
} from "@shuangsui/contracts";
import type { Decision, Lifecycle, NewEvent } from "@shuangsui/service-kit";
import { editionAfter, remindAt, type Edition } from "@shuangsui/workdays";
import type { InspectionDeed } from "@shuangsui/workflows/inspection/contract";
import type { Insertable, Selectable } from "kysely";
import { movedEvent } from "../calendar/moves.ts";
import { calendarOf, movedDueTimes, type InspectionDeadline } from "./deadlines.ts";
import { isBreach } from "./outcome.ts";
import { movedRecusals, openRecusals } from "./recusals.ts";
import { beforeCheck, isEnd } from "./rules.ts";
import type { FindingPathTable, FindingTable, Inspection, MemberTable, Recusal } from "./tables.ts";

export type { Inspection } from "./tables.ts";
export type Member = Selectable<MemberTable>;

/** A target that a draw selected, with the team dealt to it. */
export type DrawnInspection = {
  /** UUID v5 of drawId and opaqueId, so that creating twice is creating once. */
  id: string;
  authority: string;
  campaignId: string;
  drawId: string;
  opaqueId: string;
  targetCode: string;
  targetKind: "entity" | "project";
  /** As the registry had it when lots were cast; null where it could not be asked. */
  targetName: string | null;
  /** The division code in which the registry had it then; null as well where it has none. */
  territory: string | null;
  riskClass: string;
  profile: string;
  officersNeeded: number;
  itemCodes: readonly string[];
  kind: InspectionKind;
  /** The rank in the draw; null for an alternate that took a place. */
  rank: number | null;
  members: readonly (Pick<Member, "number" | "kind" | "position"> & { inspectorId: string })[];
  /** The campaign's window, days in Asia/Shanghai, both inclusive. */
  windowFrom: string;
  windowTo: string;
};

/** A target that somebody or something pointed at, with the team that was found for it (article 2). */
export type OrderedInspection = Omit<
  DrawnInspection,
  "campaignId" | "drawId" | "opaqueId" | "profile" | "rank"
> & {
  origin: Exclude<InspectionOrigin, "draw">;
  teamBy: Exclude<TeamBy, "draw">;
  emergency: boolean;
};

/** Columns that a decision changes; the others never change, or follow from these. */
export type InspectionPatch = Partial<
  Omit<
    Inspection,
    | "id"
    | "authority"
    | "item_codes"
    | "team_by"
    | "emergency"
    | "lock_version"
    | "look_at"
    | "shown_due"
    | "ended_at"
    | "updated_at"
    | "calendars"
  >
>;

/** What a command or time does to an inspection, and where lots were drawn anew, to others of the same draw. */
export type InspectionDecision = Decision<InspectionPatch, InspectionDeed, InspectionEventType> & {
  /** The team in place of the one there was. */
  team?: readonly Pick<Member, "kind" | "position" | "number" | "inspector_id">[];
  /** Problems found on site (article 27). */
  findings?: readonly Omit<Insertable<FindingTable>, "inspection_id" | "authority">[];
  /** The path that a finding takes; one that stands is settled by it. */
  path?: Omit<Insertable<FindingPathTable>, "inspection_id" | "authority">;
  /** A change of the draw (article 24): its new lines, the alternate that takes a place, and what becomes of the others. */
  draw?: {
    id: string;
    lines: readonly string[];
    alternate: DrawnInspection | null;
    others: readonly { inspection: Inspection; decision: InspectionDecision }[];
  };
};

/** The events with each of which a breach was counted. */
export const ofBreach: readonly InspectionEventType[] = [
  "record-missed",
  "report-missed",
  "feedback-missed",
  "recusal-escalated",
  "approval-missed",
  "fact-published",
  "lawfully-refused",
  "no-team",
  "lapsed",
];

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
    | "recusal"
    | "approval"
    | "notice"
    | "check"
    | "record"
    | "paths"
    | "report"
    | "feedback"
    | "result"
    | "objections"
    | "credit"
    | "nothing";
  due: Date | null;
  byItself: "confirmed" | "escalated" | "lapsed" | "breach" | "published" | "credited" | null;
};

/**
 * What an inspection waits for, and what happens by itself: first of all that it is decided who is of its team, and that a check
 * which began without an approval has one, where that is due before the step of its state.
 */
export function waitingOf(row: Inspection): Waiting {
  const [first] = undecidedRecusals(row);
  if (first !== undefined)
    return {
      for: "recusal",
      due: new Date(first.due),
      byItself: first.escalatedAt === null ? "escalated" : null,
    };
  const [step, approval] = [stepOf(row), awaitedApproval(row)];
  return approval === null || (step.due !== null && step.due < approval)
    ? step
    : { for: "approval", due: approval, byItself: "breach" };
}

/** By when the approval of a check that began without one is due, while that is still ahead (article 25). */
function awaitedApproval({ approval_due, approved_at, approval_missed_at }: Inspection): Date | null {
  return approved_at === null && approval_missed_at === null ? approval_due : null;
}

/** The recusals that hold up the way: before the check has begun, those that are undecided. */
function undecidedRecusals({ state, recusals }: Inspection): Recusal[] {
  return beforeCheck.includes(state) ? openRecusals(recusals) : [];
}

/** The first undecided recusal that is still to go to the superior when it is due. */
function escalatingNext(row: Inspection): Recusal | undefined {
  return undecidedRecusals(row).find(({ escalatedAt }) => escalatedAt === null);
}

/** What the step of its state waits for, and what happens by itself. */
export function stepOf(row: Inspection): Waiting {
  const isPublicYet = row.fact_published_at !== null;
  // After a deadline that was missed, what comes by itself is that the fact is published.
  const late = (missed: Date | null, due: Date | null): Pick<Waiting, "due" | "byItself"> =>
    missed === null
      ? { due, byItself: "breach" }
      : { due: isPublicYet ? null : row.result_due, byItself: isPublicYet ? null : "published" };
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
      return { for: "result", due: isPublicYet ? null : row.result_due, byItself: "published" };
    case "published":
      return row.objections_closed_at === null
        ? { for: "objections", due: creditableFrom(row), byItself: "credited" }
        : { for: "credit", due: null, byItself: "credited" };
    case "credited":
    case "closed":
    case "gone":
    case "no-team":
    case "lapsed":
    case "cancelled":
      return { for: "nothing", due: null, byItself: null };
    default:
      return row.state satisfies never;
  }
}

/**
 * When the result may enter the credit record (article 31): after the objection window, and where an objection has no
 * answer after the result's due time as well.
 */
function creditableFrom(row: Inspection): Date | null {
  const { objection_due: objection, result_due: result } = row;
  if (row.objected_at === null || row.answered_at !== null || objection === null || result === null)
    return objection;
  return result > objection ? result : objection;
}

/** The due time that was missed and is still open, of the approval or of a step; null where none is. */
export function missedDue(row: Inspection): Date | null {
  if (row.approval_missed_at !== null && row.approved_at === null) return row.approval_due;
  return missedStepDue(row);
}

/** The due time that a step still open has missed, or null. */
export function missedStepDue(row: Inspection): Date | null {
  if (isEnd(row.state)) return null;
  if (row.record_missed_at !== null && row.check_ended_at === null) return endOfDay(row.window_to);
  if (row.report_missed_at !== null && row.signed_at === null) return row.report_due;
  if (row.feedback_missed_at !== null && row.fed_back_at === null) return row.feedback_due;
  return null;
}

/** The step that is to blame where nothing can be published at the deadline. */
export function overdueStep(row: Inspection): "report" | "feedback" {
  return row.signed_at === null ? "report" : "feedback";
}

/** Whether the first publishing, of the result or of the fact that there is none, is still ahead. */
export function isFirstPublishingAhead(row: Inspection): boolean {
  return row.published_at === null && row.fact_published_at === null;
}

const remindersBefore = [2, 1] as const;

/** When the next reminder of a deadline that ends in a breach is due: 2 and 1 working days before. */
function nextReminder(row: Inspection, waiting: Waiting): Date | null {
  if (waiting.byItself !== "breach" || waiting.due === null) return null;
  const before = remindersBefore[row.reminders];
  return before === undefined ? null : remindAt(calendarOf(row), waiting.due, before);
}

/** How long after the deadline by which disclosure publishes and tells us it is asked, where nothing was heard, milliseconds. */
const noticeWithinMs = 86_400_000;

/** When disclosure is asked, once for each deadline: it, or we, may have been restored to before it told us. */
function asksDisclosureAt({ reminders }: Inspection, due: Date | null): Date | null {
  return due === null || reminders > 0 ? null : new Date(due.getTime() + noticeWithinMs);
}

/**
 * When time itself does something next: at the step's own time, when an undecided recusal goes to the superior, or when an
 * approval is found missing, which the end of the inspection does not hinder.
 */
function nextAt(row: Inspection): Date | null {
  const escalating = escalatingNext(row);
  const escalation = escalating === undefined ? null : new Date(escalating.due);
  return earlier(earlier(escalation, awaitedApproval(row)), stepAt(row));
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return other < one ? other : one;
}

/**
 * When time does something in the step of its state. The result is published by disclosure's own deadline, which tells us; no
 * team is confirmed while a recusal is undecided.
 */
function stepAt(row: Inspection): Date | null {
  if (row.state === "drawn" && undecidedRecusals(row).length > 0) return null;
  const waiting = stepOf(row);
  return waiting.byItself === "published"
    ? asksDisclosureAt(row, waiting.due)
    : (nextReminder(row, waiting) ?? waiting.due);
}

/** The due times that are open: their steps have not been done. Whether they have passed, the calendar's change asks. */
function openDeadlines(row: Inspection): InspectionDeadline[] {
  const objecting = row.fed_back_at !== null && row.objections_closed_at === null;
  const answerAhead = objecting && row.objected_at !== null && row.answered_at === null;
  const open: Record<InspectionDeadline, boolean> = {
    recusal: row.state === "drawn",
    approval: awaitedApproval(row) !== null,
    report: row.check_ended_at !== null && row.signed_at === null,
    feedback: row.signed_at !== null && row.fed_back_at === null,
    objection: objecting,
    result: row.check_ended_at !== null && (isFirstPublishingAhead(row) || answerAhead),
  };
  return (["recusal", "approval", "report", "feedback", "objection", "result"] as const).filter(
    (name) => open[name],
  );
}

/** A new version of the calendar moves what is open, and disclosure learns of the new day of publication. */
function byNewCalendar(row: Inspection, edition: Edition): InspectionDecision {
  const { due, moves } = movedDueTimes(row, openDeadlines(row), edition);
  const undecided = movedRecusals(undecidedRecusals(row).length === 0 ? [] : row.recusals, edition);
  return {
    patch: {
      ...due,
      ...(undecided.moves.length === 0 ? {} : { recusals: undecided.recusals }),
      calendar_version: edition.version,
    },
    events: [...moves, ...undecided.moves].map((move) => movedEvent(move, edition)),
    owes: due.result_due !== undefined && isFirstPublishingAhead(row) ? ["moveDueTime"] : [],
  };
}

/** What time has done by `until` that is not yet on record (articles 24, 29, 30, 31), and the calendar's changes in between. */
function elapsed(row: Inspection, until: Date): InspectionDecision | null {
  const next = nextAt(row);
  const edition = editionAfter(row.calendars, row.calendar_version);
  if (
    edition !== undefined &&
    edition.at <= until &&
    (next === null || edition.at < next) &&
    (!isEnd(row.state) || awaitedApproval(row) !== null)
  )
    return byNewCalendar(row, edition);
  if (next === null || until < next) return null;
  const escalating = escalatingNext(row);
  if (escalating !== undefined && next.getTime() === Date.parse(escalating.due))
    return escalate(row, escalating, until);
  const approval = awaitedApproval(row);
  if (approval !== null && next.getTime() === approval.getTime()) return missApproval(row, approval, until);
  const waiting = stepOf(row);
  const due = waiting.due?.toISOString() ?? null;
  if (waiting.byItself === "published")
    return {
      patch: { reminders: row.reminders + 1 },
      events: [{ type: "publication-unheard", facts: { due } }],
      owes: ["askPublication"],
    };
  if (waiting.due === null || until < waiting.due)
    return { patch: { reminders: row.reminders + 1 }, events: [{ type: "reminded", facts: { due } }] };
  const missed = (
    type: InspectionEventType,
    patch: InspectionPatch,
    owes: readonly InspectionDeed[],
  ): InspectionDecision => ({
    patch: { ...patch, breaches: row.breaches + 1 },
    events: [{ type, facts: { due } }],
    owes,
  });
  // The fact, and the day on which it is published, are others from now on.
  const moves = isFirstPublishingAhead(row) ? (["moveDueTime"] as const) : [];
  switch (row.state) {
    case "drawn":
      return {
        patch: { state: "confirmed" },
        events: [{ type: "confirmed", facts: { byItself: true } }],
      };
    case "confirmed":
    case "notified":
      return notChecked(row, "lapsed", { type: "lapsed", facts: { windowTo: row.window_to } });
    case "checking":
      return missed("record-missed", { record_missed_at: until }, ["publishMissingRecord"]);
    case "recorded":
    case "handled":
      return missed("report-missed", { report_missed_at: until }, moves);
    case "signed":
      return missed("feedback-missed", { feedback_missed_at: until }, moves);
    case "published":
      return {
        patch: { objections_closed_at: until },
        events: [{ type: "objections-closed", facts: { due } }],
        owes: ["enterCredit"],
      };
    case "fed-back":
    case "credited":
    case "closed":
    case "gone":
    case "no-team":
    case "lapsed":
    case "cancelled":
      return null;
    default:
      return row.state satisfies never;
  }
}

/** Article 24: a recusal that was not decided in time goes to the superior, which is a breach of the authority. */
function escalate(row: Inspection, { id, number, due }: Recusal, at: Date): InspectionDecision {
  return {
    patch: {
      breaches: row.breaches + 1,
      recusals: row.recusals.map((one) => (one.id === id ? { ...one, escalatedAt: at.toISOString() } : one)),
    },
    events: [{ type: "recusal-escalated", facts: { recusalId: id, number, due } }],
  };
}

/** Article 25: a check that began as an emergency was not approved in time, which is a breach of the authority. */
function missApproval(row: Inspection, due: Date, at: Date): InspectionDecision {
  return {
    patch: { approval_missed_at: at, breaches: row.breaches + 1 },
    events: [{ type: "approval-missed", facts: { due: due.toISOString() } }],
    owes: tellsOfApproval(row),
  };
}

/** What the public is to hear of an approval that was missed or put on record afterwards: what it knows already says something else now. */
export function tellsOfApproval(row: Inspection): readonly InspectionDeed[] {
  if (row.fed_back_at !== null) return ["giveContent"];
  return row.check_ended_at !== null && isFirstPublishingAhead(row) ? ["moveDueTime"] : [];
}

/** An end without a check, of which the public is told why, and whose fault it was (article 24). */
export function notChecked(
  { breaches }: Pick<Inspection, "breaches">,
  state: NotCheckedState,
  event: NewEvent<InspectionEventType> = { type: state },
): InspectionDecision {
  return {
    patch: { state, outcome: state, ...(isBreach(state) ? { breaches: breaches + 1 } : {}) },
    events: [event],
    owes: ["publishWhy"],
  };
}

/**
 * The inspection as a decision leaves it, with the times that follow from where it stands then. A new due time starts its
 * reminders anew.
 */
export function afterChange(before: Inspection, patch: InspectionPatch, at: Date): Inspection {
  const moved = { ...before, ...patch, lock_version: before.lock_version + 1, updated_at: at };
  const after = {
    ...moved,
    reminders: stepOf(moved).due?.getTime() === stepOf(before).due?.getTime() ? moved.reminders : 0,
    ended_at: isEnd(moved.state) ? (before.ended_at ?? at) : null,
  };
  return { ...after, ...timesOf(after) };
}

/** The times by which an inspection is found: when time does something next, and the due time to show. */
export function timesOf(row: Inspection): Pick<Inspection, "look_at" | "shown_due"> {
  return { look_at: nextAt(row), shown_due: missedDue(row) ?? waitingOf(row).due };
}

/** The state machine of an inspection. */
export const inspectionLifecycle: Lifecycle<Inspection, InspectionDecision> = {
  waiting: waitingOf,
  nextAt,
  elapsed,
  isOver: (row) => isEnd(row.state),
};
