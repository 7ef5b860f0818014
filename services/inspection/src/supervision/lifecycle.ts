import type {
  SupervisionByItself,
  SupervisionEventType,
  SupervisionState,
  SupervisionWaiting,
} from "@shuangsui/contracts";
import type { Decision, Lifecycle } from "@shuangsui/service-kit";
import { editionAfter, movedDue, type Edition, type Editions } from "@shuangsui/workdays";
import type { Selectable } from "kysely";
import { movedEvent } from "../calendar/moves.ts";
import { nextReminder } from "./deadlines.ts";
import type { SupervisionTable } from "./tables.ts";

export type SupervisionRow = Selectable<SupervisionTable>;
/** A supervision order with the versions of its authority's calendar, and who is above who ordered it; null where nobody is. */
export type Supervision = SupervisionRow & { calendars: Editions; above: string | null };

export type SupervisionPatch = Partial<
  Omit<
    SupervisionRow,
    "id" | "authority" | "ordered_by" | "actor" | "lock_version" | "look_at" | "created_at" | "updated_at"
  >
>;
export type SupervisionDecision = Decision<SupervisionPatch, never, SupervisionEventType>;

/** In which an answer is awaited, in time or late. */
export const unanswered: readonly SupervisionState[] = ["opened", "received", "escalated"];

/** Whether an answer is awaited, in time or late. */
export function isUnanswered({ state }: Pick<SupervisionRow, "state">): boolean {
  return unanswered.includes(state);
}

/** Whether an answer is awaited whose due time is not on record as passed. */
function runs(order: Supervision): boolean {
  return isUnanswered(order) && order.missed_at === null;
}

/** What happens by itself at the due time; null where nothing does any more. */
export function byItselfOf(order: Supervision): SupervisionByItself | null {
  if (!runs(order)) return null;
  return order.above === null ? "overdue" : "escalated";
}

/** What is waited for, and until when: an answer that is late is awaited still, by no day. */
export function waitingOf(order: Supervision): { for: SupervisionWaiting; due: Date | null } {
  const due = isUnanswered(order) ? order.due_at : null;
  switch (order.state) {
    case "opened":
      return { for: "receipt", due };
    case "received":
      return { for: "answer", due };
    case "escalated":
      return { for: order.received_at === null ? "receipt" : "answer", due };
    case "answered":
      return { for: "closing", due };
    case "closed":
    case "withdrawn":
      return { for: "nothing", due };
    default:
      return order.state satisfies never;
  }
}

function nextAt(order: Supervision): Date | null {
  return runs(order) ? (nextReminder(order)?.at ?? order.due_at) : null;
}

/** What time has done by `until`: the calendar has moved the day, a reminder has come, or the day has passed without an answer. */
function elapsed(order: Supervision, until: Date): SupervisionDecision | null {
  const next = nextAt(order);
  if (next === null) return null;
  const edition = editionAfter(order.calendars, order.calendar_version);
  if (edition !== undefined && edition.at <= until && edition.at < next)
    return movedByCalendar(order, edition);
  if (until < next) return null;
  return until < order.due_at ? remind(order) : miss(order, until);
}

function remind(order: Supervision): SupervisionDecision {
  return {
    patch: { reminders: nextReminder(order)?.number ?? order.reminders },
    events: [{ type: "reminded", facts: { due: order.due_at.toISOString() } }],
  };
}

/** Article 4: what is not answered by its day goes to the superior of who ordered it; where there is none, it is overdue there. */
function miss(order: Supervision, at: Date): SupervisionDecision {
  const due = order.due_at.toISOString();
  const missed = { missed_at: order.due_at, breaches: order.breaches + 1 };
  if (order.above === null) return { patch: missed, events: [{ type: "overdue", facts: { due } }] };
  return {
    patch: { ...missed, state: "escalated", escalated_at: at, escalated_to: order.above },
    events: [{ type: "escalated", facts: { due, escalatedTo: order.above } }],
  };
}

/** A new version of the calendar moves the day by which an answer is due, and its reminders with it. */
function movedByCalendar(order: Supervision, edition: Edition): SupervisionDecision {
  const { due_at: from, due_from: countsFrom, workdays } = order;
  const to = movedDue(edition.calendar, from, { from: countsFrom, workdays }, edition.at);
  const patch = { calendar_version: edition.version };
  if (to.getTime() === from.getTime()) return { patch, events: [] };
  return {
    patch: { ...patch, due_at: to, reminders: 0 },
    events: [movedEvent({ deadline: "supervision", from, to }, edition)],
  };
}

/** The order as a decision leaves it, with the time at which time does something next. */
export function afterChange(before: Supervision, patch: SupervisionPatch, at: Date): Supervision {
  const after = { ...before, ...patch, lock_version: before.lock_version + 1, updated_at: at };
  return { ...after, look_at: nextAt(after) };
}

/** Article 4: opened → received → answered → closed, or given back; unanswered by its day, escalated. */
export const supervisionLifecycle: Lifecycle<Supervision, SupervisionDecision> = {
  waiting: waitingOf,
  nextAt,
  elapsed,
  isOver: ({ state }) => state === "closed" || state === "withdrawn",
};
