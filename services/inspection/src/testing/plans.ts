import type { PlanState } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { publicationIdOf } from "../ids.ts";
import type { CheckFacts } from "../plans/check.ts";
import type { PlanDecision, PlanMatter, PlanRevision } from "../plans/lifecycle.ts";
import type { CompleteEntry } from "../plans/rules.ts";
import { mangshiCalendars } from "./calendars.ts";

const id = "01890000-0000-7000-8000-0000000000aa";
const draftedAt = new Date("2026-09-14T01:00:00Z");
/** A Friday, Mid-Autumn of 2026: five working days later, over National Day, is 9 October. */
export const handedInAt = new Date("2026-09-25T01:00:00Z");
export const dueOverTheHoliday = new Date("2026-10-09T16:00:00Z");

/** A complete entry that draws one of a hundred builders. */
export const completeEntry: CompleteEntry = {
  id: "01890000-0000-7000-8000-000000000001",
  title: "建筑业企业抽查",
  items: ["I1"],
  itemVersions: [],
  scope: { targetKind: "entity", categories: ["builder"] },
  inspectors: { officers: 2, types: [], specialties: [] },
  ratios: { A: "0.01", B: "0.01", C: "0.01", D: "0.01" },
  alternates: 2,
  frequency: 1,
  window: { from: "2026-09-01", to: "2026-12-31" },
};

/** A registry of ten builders and one item, in a year with no other plan and no draw. */
export const facts: CheckFacts = {
  inForce: [],
  others: [],
  draws: [],
  caps: { ratio: "0.2", frequency: 4 },
  registry: {
    items: [
      {
        code: "I1",
        name: "抽查事项I1",
        version: 3,
        inForce: true,
        officerTypes: ["market"],
        specialties: [],
        targetKind: "entity",
        legalBasis: "《建筑法》",
        content: "内容",
        method: "现场检查",
        repealed: [],
        checklist: [],
      },
    ],
    filters: [],
    populations: {
      entity: new Map([["builder", { A: 6, B: 2, C: 1, D: 1 }]]),
      project: new Map(),
    },
  },
};

/** Who submits plans. */
export const planner = "planner-1";

const revisionOf = (revision: number, changes: Partial<PlanRevision> = {}): PlanRevision => ({
  plan_id: id,
  authority: "533103",
  revision,
  title: "2026年度计划",
  entries: [completeEntry],
  reason: null,
  at: draftedAt,
  actor: "official-1",
  content: null,
  content_hash: null,
  published_at: null,
  ...changes,
});

/** What is fixed of a revision that was handed in. */
const fixed = { content: { summary: "2026年度计划", sections: [], facts: {} }, content_hash: "a".repeat(64) };
/** The revision in force of a plan that has one. */
export const inForce = revisionOf(1, { ...fixed, published_at: handedInAt });

/** A plan in a state: a draft, what was submitted of it, its first publication, published, or with an adjustment that is not public yet. */
export function planIn(state: PlanState, changes: Partial<PlanRevision> = {}): PlanMatter {
  const due = {
    due_at: dueOverTheHoliday,
    due_from: handedInAt,
    look_at: new Date(dueOverTheHoliday.getTime() + 86_400_000),
    calendar_version: 3,
  };
  const none = { due_at: null, due_from: null, look_at: null, calendar_version: null };
  const publication = { publication_id: publicationIdOf(id, 1) };
  const isPublic = { published_revision: 1, plan_version: inForce.content_hash, ...publication };
  const isUnknown = { published_revision: null, plan_version: null, publication_id: null };
  const inState = {
    draft: { ...none, ...isUnknown, written: revisionOf(1, changes) },
    submitted: { ...none, ...isUnknown, submitted_by: planner, written: revisionOf(1, changes) },
    deleted: { ...none, ...isUnknown, written: revisionOf(1, changes) },
    publishing: { ...due, ...isUnknown, ...publication, written: revisionOf(1, { ...fixed, ...changes }) },
    published: { ...none, ...isPublic, written: { ...inForce, ...changes } },
    adjusting: { ...due, ...isPublic, written: revisionOf(2, { ...fixed, reason: "调整", ...changes }) },
  }[state];
  return {
    id,
    authority: "533103",
    year: 2026,
    title: inState.written.title,
    state,
    lock_version: 7,
    submitted_by: null,
    revision: inState.written.revision,
    created_at: draftedAt,
    updated_at: draftedAt,
    calendars: mangshiCalendars,
    ...inState,
  };
}

/** A command as it reaches its rule. */
export function commandOf<Body>(body: Body, at: Date = handedInAt, actor = "official-1"): Command<Body> {
  return {
    id: "01890000-0000-7000-8000-0000000000cc",
    body,
    act: { at, actor, requestId: null },
    callerAuthority: "533103",
  };
}

/** The plan as a decision leaves it. */
export function decided(plan: PlanMatter, { patch, amends, adds }: PlanDecision): PlanMatter {
  const row = { ...plan, ...patch, lock_version: plan.lock_version + 1 };
  const revisions = [
    inForce,
    { ...plan.written, ...amends },
    ...(adds === undefined ? [] : [revisionOf(adds.revision, adds)]),
  ];
  const written = revisions.findLast(({ revision }) => revision === row.revision);
  if (written === undefined) throw new RangeError(`no revision ${row.revision}`);
  return { ...row, written };
}
