import {
  planEventType,
  planState,
  type PlanDetail,
  type PlanSummary,
  type StuckCause,
} from "@shuangsui/contracts";
import type { Event } from "@shuangsui/service-kit";
import { z } from "zod";
import { isDueProvisional, newest, workdaysLeft, type Editions } from "@shuangsui/workdays";
import { explainedDueTimes } from "./deadlines.ts";
import type { Plan, PlanMatter, PlanRevision } from "./lifecycle.ts";

/** A plan as lists show it, and why it is stuck where it is. */
export function summaryOf(
  plan: Plan & { calendars: Editions },
  stuck: readonly StuckCause[],
  now: Date,
): PlanSummary {
  const { due_at: due, calendars } = plan;
  const { calendar } = newest(calendars);
  return {
    id: plan.id,
    authority: plan.authority,
    year: plan.year,
    title: plan.title,
    version: plan.lock_version,
    state: plan.state,
    revision: plan.revision,
    publishedRevision: plan.published_revision,
    planVersion: plan.plan_version,
    dueAt: due?.toISOString() ?? null,
    workdaysLeft: due === null ? null : workdaysLeft(calendar, now, due),
    provisional: due !== null && isDueProvisional(calendar, due),
    stuck: [...stuck],
    updatedAt: plan.updated_at.toISOString(),
  };
}

/** A plan with what it says, what is in force, and what happened to it. */
export function detailOf(
  plan: PlanMatter,
  {
    inForce,
    returned,
    stuck,
    events,
  }: {
    inForce: PlanRevision | null;
    returned: { content: unknown; at: Date; actor: string } | null;
    stuck: readonly StuckCause[];
    events: readonly Event[];
  },
  now: Date,
): PlanDetail {
  const { written } = plan;
  return {
    ...summaryOf(plan, stuck, now),
    entries: written.entries,
    publishedEntries: inForce === null || inForce.revision === written.revision ? null : inForce.entries,
    publicationId: plan.publication_id,
    submittedBy: plan.submitted_by,
    dueTimes: explainedDueTimes(plan),
    returned:
      returned === null
        ? null
        : { ...returnedFor.parse(returned.content), at: returned.at.toISOString(), actor: returned.actor },
    events: events.map(({ seq, type, at, actor, state, facts }) => ({
      seq,
      type: planEventType.parse(type),
      at: at.toISOString(),
      actor,
      state: planState.parse(state),
      facts,
    })),
  };
}

const returnedFor = z.object({ reason: z.string() });
