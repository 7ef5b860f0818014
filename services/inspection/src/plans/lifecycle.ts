import type { PlannedEntry, PlanEventType, PlanState, PublicationContent } from "@shuangsui/contracts";
import type { Decision, Lifecycle, NewEvent } from "@shuangsui/service-kit";
import { editionAfter, movedDue, type Editions } from "@shuangsui/workdays";
import type { PlanDeed } from "@shuangsui/workflows/plan/contract";
import type { Selectable } from "kysely";
import { movedEvent } from "../calendar/moves.ts";
import { publishWorkdays } from "./deadlines.ts";
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
    | "due_at"
    | "due_from"
    | "calendar_version"
  >
>;

export type PlanDecision = Omit<Decision<PlanPatch, PlanDeed, PlanEventType>, "events"> & {
  events: readonly (NewEvent & { type: PlanEventType })[];
  amends?: Amendment;
  adds?: NewRevision;
};

const waitsFor: Readonly<Record<PlanState, string>> = {
  draft: "publish",
  publishing: "publication",
  published: "nothing",
  adjusting: "publication",
};

/** A new version of the calendar moves the day by which what is handed in is public, and disclosure learns of it (article 17). */
function elapsed(plan: PlanMatter, until: Date): PlanDecision | null {
  const { due_at: from, due_from: countsFrom, calendar_version: version } = plan;
  if (from === null || countsFrom === null || version === null) return null;
  const edition = editionAfter(plan.calendars, version);
  if (edition === undefined || edition.at > until) return null;
  const span = { from: countsFrom, workdays: publishWorkdays };
  const to = movedDue(edition.calendar, from, span, edition.at);
  const patch = { due_at: to, calendar_version: edition.version };
  if (to.getTime() === from.getTime()) return { patch, events: [] };
  return {
    patch,
    events: [movedEvent({ deadline: "plan", from, to }, edition)],
    owes: ["movePlanDueTime"],
  };
}

/**
 * Articles 9, 16, 17: draft → publishing → published, and after an adjustment adjusting → published. Time alone does nothing
 * to a plan: its publication holds the deadline and comes out by itself. It is never over, for it may be adjusted.
 */
export const planLifecycle: Lifecycle<PlanMatter, PlanDecision> = {
  waiting: ({ state, due_at: due }) => ({ for: waitsFor[state], due }),
  nextAt: () => null,
  elapsed,
  isOver: () => false,
};
