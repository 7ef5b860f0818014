import {
  supervisionEventType,
  supervisionPaperKind,
  supervisionState,
  type StuckCause,
  type SupervisionDetail,
  type SupervisionSummary,
} from "@shuangsui/contracts";
import type { Event } from "@shuangsui/service-kit";
import { isDueProvisional, newest, workdaysLeft } from "@shuangsui/workdays";
import { z } from "zod";
import { byItselfOf, isUnanswered, waitingOf, type Supervision } from "./lifecycle.ts";
import type { Paper } from "./papers.ts";

/** An order as lists show it, and why it is stuck where it is. */
export function summaryOf(order: Supervision, stuck: readonly StuckCause[], now: Date): SupervisionSummary {
  const { calendar } = newest(order.calendars);
  const waiting = waitingOf(order);
  return {
    id: order.id,
    authority: order.authority,
    orderedBy: order.ordered_by,
    subject: { kind: order.subject_kind, id: order.subject_id, title: order.subject_title },
    text: order.text,
    version: order.lock_version,
    state: order.state,
    waitingFor: waiting.for,
    dueAt: waiting.due?.toISOString() ?? null,
    workdaysLeft: waiting.due === null ? null : workdaysLeft(calendar, now, waiting.due),
    provisional: waiting.due !== null && isDueProvisional(calendar, waiting.due),
    overdue: isUnanswered(order) && order.due_at <= now,
    escalatedTo: order.escalated_to,
    late: order.answered_at === null ? null : order.late,
    breaches: order.breaches,
    stuck: [...stuck],
    openedAt: order.created_at.toISOString(),
    updatedAt: order.updated_at.toISOString(),
  };
}

/** An order with what was written of it, and what happened to it. */
export function detailOf(
  order: Supervision,
  {
    stuck,
    papers,
    events,
  }: { stuck: readonly StuckCause[]; papers: readonly Paper[]; events: readonly Event[] },
  now: Date,
): SupervisionDetail {
  return {
    ...summaryOf(order, stuck, now),
    byItself: byItselfOf(order),
    dueFrom: order.due_from.toISOString(),
    workdays: order.workdays,
    papers: papers.map(({ kind, revision, at, actor, content }) => ({
      kind: supervisionPaperKind.parse(kind),
      revision,
      at: at.toISOString(),
      actor,
      text: written.parse(content).text,
    })),
    events: events.map(({ seq, type, at, actor, state, facts }) => ({
      seq,
      type: supervisionEventType.parse(type),
      at: at.toISOString(),
      actor,
      state: supervisionState.parse(state),
      facts,
    })),
  };
}

const written = z.object({ text: z.string() });
