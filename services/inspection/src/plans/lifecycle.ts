import type { PlannedEntry, PlanEventType, PlanState, PublicationContent } from "@shuangsui/contracts";
import type { Decision, Lifecycle, NewEvent } from "@shuangsui/service-kit";
import { editionAfter, movedDue, type Editions } from "@shuangsui/workdays";
import type { PlanDeed } from "@shuangsui/workflows/plan/contract";
import type { Selectable } from "kysely";
import { movedEvent } from "../calendar/moves.ts";
import { asksDisclosureAt, publishWorkdays } from "./deadlines.ts";
import type { PlanRevisionTable, PlanTable } from "./tables.ts";

export type Plan = Selectable<PlanTable>;
export type PlanRevision = Selectable<PlanRevisionTable>;
/** A plan with what it says now, and the versions of its authority's calendar. */
export type PlanMatter = Plan & { written: PlanRevision; calendars: Editions };

/** What is published of a revision, its items pinned: fixed when it is handed in. */
export type FixedContent = { entries: PlannedEntry[]; content: PublicationContent; content_hash: string };

/** A revision that a decision adds: what the plan says from then on. */
export type NewRevision = Pick<PlanRevision, "revision" | "title" | "reason" | "entries" | "at" | "actor"> &
  Partial<FixedContent>;

/** What a decision changes in the revision that was written before it. */
export type Amendment = Partial<FixedContent> &
  Partial<Pick<PlanRevision, "title" | "published_at" | "at" | "actor">>;

type PlanPatch = Partial<
  Pick<
    Plan,
    | "year"
    | "title"
    | "state"
    | "revision"
    | "published_revision"
    | "plan_version"
    | "publication_id"
    | "due_at"
    | "look_at"
    | "due_from"
    | "calendar_version"
    | "submitted_by"
  >
>;

export type PlanDecision = Omit<Decision<PlanPatch, PlanDeed, PlanEventType>, "events"> & {
  events: readonly (NewEvent & { type: PlanEventType })[];
  amends?: Amendment;
  adds?: NewRevision;
};

/** In which a plan, or its adjustment, is handed in and not public yet: it waits for its publication. */
export const handedIn: readonly PlanState[] = ["publishing", "adjusting"];

const waitsFor: Readonly<Record<PlanState, string>> = {
  draft: "submit",
  submitted: "review",
  publishing: "publication",
  published: "nothing",
  adjusting: "publication",
  deleted: "nothing",
};

/** What time has done by `until`: the calendar has moved the deadline, or nothing was heard of it for a day. */
function elapsed(plan: PlanMatter, until: Date): PlanDecision | null {
  return movedByCalendar(plan, until) ?? unheard(plan, until);
}

/** A day after the deadline nothing was heard of the publication: disclosure is asked. */
function unheard({ look_at: lookAt, due_at: due }: PlanMatter, until: Date): PlanDecision | null {
  if (lookAt === null || until < lookAt) return null;
  return {
    patch: { look_at: null },
    events: [{ type: "publication-unheard", facts: { due: due?.toISOString() ?? null } }],
    owes: ["askPlanPublication"],
  };
}

/** A new version of the calendar moves the day by which what is handed in is public, and disclosure learns of it (article 17). */
function movedByCalendar(plan: PlanMatter, until: Date): PlanDecision | null {
  const { due_at: from, due_from: countsFrom, calendar_version: version } = plan;
  if (from === null || countsFrom === null || version === null) return null;
  const edition = editionAfter(plan.calendars, version);
  if (edition === undefined || edition.at > until) return null;
  const span = { from: countsFrom, workdays: publishWorkdays };
  const to = movedDue(edition.calendar, from, span, edition.at);
  const patch = { due_at: to, calendar_version: edition.version };
  if (to.getTime() === from.getTime()) return { patch, events: [] };
  return {
    patch: { ...patch, look_at: asksDisclosureAt(to) },
    events: [movedEvent({ deadline: "plan", from, to }, edition)],
    owes: ["movePlanDueTime"],
  };
}

/**
 * Articles 9, 16, 17: draft → submitted → publishing → published, and after an adjustment adjusting → published. Its publication holds the
 * deadline and comes out by itself; where nothing was heard of that for a day, disclosure is asked once. A plan is never
 * over, for it may be adjusted, unless it was deleted as a draft.
 */
export const planLifecycle: Lifecycle<PlanMatter, PlanDecision> = {
  waiting: ({ state, due_at: due }) => ({ for: waitsFor[state], due }),
  nextAt: ({ look_at: lookAt }) => lookAt,
  elapsed,
  isOver: ({ state }) => state === "deleted",
};
