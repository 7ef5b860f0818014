import type { PlannedEntry, PlanEventType, PlanState, PublicationContent } from "@shuangsui/contracts";
import type { Decision, Lifecycle, NewEvent } from "@shuangsui/service-kit";
import type { PlanDeed } from "@shuangsui/workflows/plan/contract";
import type { Selectable } from "kysely";
import type { PlanRevisionTable, PlanTable } from "./tables.ts";

export type Plan = Selectable<PlanTable>;
export type PlanRevision = Selectable<PlanRevisionTable>;
/** A plan with what it says now. */
export type PlanMatter = Plan & { written: PlanRevision };

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
  deleted: "nothing",
};

/**
 * Articles 9, 16, 17: draft → publishing → published, and after an adjustment adjusting → published. Time does nothing to
 * a plan: its publication holds the deadline and comes out by itself. It is never over, for it may be adjusted, unless it was deleted
 * as a draft.
 */
export const planLifecycle: Lifecycle<PlanMatter, PlanDecision> = {
  waiting: ({ state, due_at: due }) => ({ for: waitsFor[state], due }),
  nextAt: () => null,
  elapsed: () => null,
  isOver: ({ state }) => state === "deleted",
};
