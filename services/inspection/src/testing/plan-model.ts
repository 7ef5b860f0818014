import { Problem, type PlanDraft, type PlanEntry, type ProblemCode } from "@shuangsui/contracts";
import type { PlanDeed } from "@shuangsui/workflows/plan/contract";
import { decideAdjust } from "../plans/commands/adjust.ts";
import { decidePublish } from "../plans/commands/publish.ts";
import { decidePublished } from "../plans/commands/published.ts";
import { decideRedraft } from "../plans/commands/redraft.ts";
import { decideReturn } from "../plans/commands/return.ts";
import { decideSubmit } from "../plans/commands/submit.ts";
import { decideWithdraw } from "../plans/commands/withdraw.ts";
import { handBack, noteRefusal } from "../plans/hand-back.ts";
import { planLifecycle, type PlanDecision, type PlanMatter, type PlanRevision } from "../plans/lifecycle.ts";
import { isPublishingAsked, type CompleteEntry } from "../plans/rules.ts";
import { commandOf, completeEntry, facts, handedInAt, planIn, planner } from "./plans.ts";

/** What a plan owes or owed, as the outbox has it. */
export type Owing = { deed: PlanDeed; revision: number; ended: "done" | "waived" | ProblemCode | null };
/** A plan with its revisions, its events and its outbox; which of the revisions disclosure has, and which it published. */
export type Model = {
  plan: PlanMatter;
  revisions: ReadonlyMap<number, PlanRevision>;
  events: readonly string[];
  outbox: readonly Owing[];
  given: ReadonlySet<number>;
  published: ReadonlySet<number>;
};

/** A plan that was just drafted, of an authority and a year, with one entry. */
export function draftedModel(own: Pick<PlanMatter, "id" | "authority" | "year">): Model {
  const drafted = planIn("draft", { plan_id: own.id, authority: own.authority, entries: [entryOf(own)] });
  const plan = { ...drafted, ...own, lock_version: 1 };
  const revisions = new Map([[1, plan.written]]);
  return { plan, revisions, events: ["drafted"], outbox: [], given: new Set(), published: new Set() };
}

const entryOf = ({ year }: { year: number }): CompleteEntry => ({
  ...completeEntry,
  window: { from: `${year}-09-01`, to: `${year}-12-31` },
});
/** The same entry as it is written. */
function writtenEntry(plan: PlanMatter): PlanEntry {
  const { itemVersions: _, ...entry } = entryOf(plan);
  return entry;
}
/** What is written in the place of a plan's draft. */
export const draftOf = (plan: PlanMatter): PlanDraft => ({
  year: plan.year,
  title: "改",
  entries: [writtenEntry(plan)],
});
/** With what a plan is returned. */
export const returnBody = { reason: "抽查比例过高，请调整" };
/** How a plan is adjusted. */
export const adjustmentOf = (plan: PlanMatter) => ({
  title: "调整后",
  reason: "调整",
  entries: [writtenEntry(plan)],
});
/** What disclosure tells when the plan is public. */
export const noticeOf = ({ id }: PlanMatter, version = 1) =>
  ({
    kind: "plan",
    subjectId: id,
    version,
    publishedAt: handedInAt.toISOString(),
    by: "official",
    breach: false,
  }) as const;

/** Writes a decision as the store does. */
function write(model: Model, { patch, events, amends, adds, owes = [], waives = [] }: PlanDecision): Model {
  const revisions = new Map(model.revisions);
  const { plan } = model;
  if (amends !== undefined) revisions.set(plan.revision, { ...plan.written, ...amends });
  if (adds !== undefined) {
    if (revisions.has(adds.revision)) throw new Error(`revision ${adds.revision} is there already`);
    const { plan_id, authority } = plan.written;
    const none = { content: null, content_hash: null, published_at: null };
    revisions.set(adds.revision, { ...none, ...adds, plan_id, authority });
  }
  const row = { ...plan, ...patch, lock_version: plan.lock_version + 1 };
  const written = revisions.get(row.revision);
  if (written === undefined) throw new Error(`revision ${row.revision} is not there`);
  const kept = model.outbox.map((one): Owing =>
    one.ended === null && waives.includes(one.deed) ? { ...one, ended: "waived" } : one,
  );
  const added = owes.map((owed): Owing => {
    const { deed, revision } = typeof owed === "string" ? { deed: owed, revision: row.lock_version } : owed;
    if (kept.some((one) => one.deed === deed && one.revision === revision))
      throw new Error(`${deed}/${revision} is owed already`);
    return { deed, revision, ended: null };
  });
  return {
    ...model,
    plan: { ...row, written },
    revisions,
    events: [...model.events, ...events.map(({ type }) => type)],
    outbox: [...kept, ...added],
  };
}

/** What a plan owes of a deed, in order. */
export function owedOf({ outbox }: Model, deed: PlanDeed): Owing[] {
  return outbox.filter((owing) => owing.deed === deed && owing.ended === null);
}

/** Whether publishing is owed and can be done: it comes after the opening. */
export function isPublishOwed(model: Model): boolean {
  return owedOf(model, "publishPlan").length > 0 && owedOf(model, "openPlanPublication").length === 0;
}

/** Notes how a deed ended: all of it, or the first where each is handed over by itself. */
function settle(model: Model, deed: PlanDeed, ended: "done" | ProblemCode): Model {
  const owed = owedOf(model, deed);
  const settled = deed === "dropPlanPublication" ? owed.slice(0, 1) : owed;
  return { ...model, outbox: model.outbox.map((one) => (settled.includes(one) ? { ...one, ended } : one)) };
}

const isAsked = ({ outbox }: Model): boolean =>
  isPublishingAsked(
    outbox.map(({ ended, ...owed }) => ({ ...owed, isRefused: ended !== null && ended !== "done" })),
  );

const nextRevision = ({ revisions }: Model) => Math.max(...revisions.keys()) + 1;

function refuse(model: Model, deed: PlanDeed, code: "not-found" | "body/too-large"): Model {
  const settled = settle(model, deed, code);
  const inForce = model.revisions.get(model.plan.published_revision ?? 0) ?? null;
  const known = { inForce, nextRevision: nextRevision(model) };
  return write(settled, handBack(model.plan, { deed, code }, known));
}

/** Disclosure has what is owed to it. */
function give(model: Model): Model {
  if (owedOf(model, "openPlanPublication").length === 0) return model;
  return { ...model, given: new Set([...model.given, model.plan.revision]) };
}

/** What may happen to a plan: what is asked of it, and what disclosure makes of what it is owed. */
const steps = {
  submit: (model: Model): Model => write(model, decideSubmit(model.plan, commandOf({}, handedInAt, planner))),
  withdraw: (model: Model): Model =>
    write(model, decideWithdraw(model.plan, commandOf({}, handedInAt, planner))),
  return: (model: Model): Model => write(model, decideReturn(model.plan, commandOf(returnBody))),
  publish(model: Model): Model {
    const { plan } = model;
    const known = plan.state === "submitted" ? { facts } : { isAsked: isAsked(model) };
    return write(model, decidePublish(plan, commandOf({}), known));
  },
  adjust(model: Model): Model {
    const command = commandOf(adjustmentOf(model.plan));
    return write(model, decideAdjust(model.plan, command, { facts, nextRevision: nextRevision(model) }));
  },
  redraft: (model: Model): Model =>
    write(
      model,
      decideRedraft(model.plan, draftOf(model.plan), commandOf({}).act, () => completeEntry.id),
    ),
  /** Disclosure has it, and that is noted; or the process dies before it is. */
  open: (model: Model): Model => settle(give(model), "openPlanPublication", "done"),
  openUnnoted: (model: Model): Model => give(model),
  openRefused: (model: Model): Model =>
    owedOf(model, "openPlanPublication").length > 0
      ? refuse(model, "openPlanPublication", "body/too-large")
      : model,
  /** The publication comes out: an official's asking is handed over, or its deadline comes. */
  published(model: Model): Model {
    const { plan } = model;
    if (!model.given.has(plan.revision) || model.published.has(plan.revision)) return model;
    return write(
      { ...model, published: new Set([...model.published, plan.revision]) },
      decidePublished(plan, commandOf(noticeOf(plan, model.published.size + 1)), {
        lastVersion: model.published.size,
      }),
    );
  },
  publishHanded: (model: Model): Model => settle(model, "publishPlan", "done"),
  publishRefused(model: Model): Model {
    const code = "publication/wrong-state";
    if (!isPublishOwed(model)) return model;
    const refusal = { deed: "publishPlan", code } as const;
    return write(settle(model, "publishPlan", code), noteRefusal(model.plan, refusal));
  },
  publishUnknown: (model: Model): Model =>
    isPublishOwed(model) ? refuse(model, "publishPlan", "not-found") : model,
  /** A day after the deadline nothing was heard. */
  unheard(model: Model): Model {
    const { look_at: lookAt } = model.plan;
    const decision = lookAt === null ? null : planLifecycle.elapsed(model.plan, lookAt);
    return decision === null ? model : write(model, decision);
  },
  asked: (model: Model): Model => settle(model, "askPlanPublication", "done"),
  drop: (model: Model): Model => settle(model, "dropPlanPublication", "done"),
};
export type Step = keyof typeof steps;
export const allSteps = Object.keys(steps) as Step[];

/** Takes a step. Gives the plan as it is then, and the code where it was refused. */
export function take(model: Model, step: Step): { model: Model; code: ProblemCode | null } {
  try {
    return { model: steps[step](model), code: null };
  } catch (error) {
    if (error instanceof Problem) return { model, code: error.code };
    throw error;
  }
}
