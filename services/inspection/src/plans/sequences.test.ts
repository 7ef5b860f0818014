import { Problem } from "@shuangsui/contracts";
import type { PlanDeed } from "@shuangsui/workflows/plan/contract";
import fc from "fast-check";
import { expect, it } from "vitest";
import { commandOf, completeEntry, facts, planIn } from "../testing/plans.ts";
import { decideAdjust } from "./commands/adjust.ts";
import { decidePublish } from "./commands/publish.ts";
import { decidePublished } from "./commands/published.ts";
import { decideRedraft } from "./commands/redraft.ts";
import { handBack, noteRefusal } from "./hand-back.ts";
import type { PlanDecision, PlanMatter, PlanRevision } from "./lifecycle.ts";

/** What a plan owes or owed: as the outbox has it. */
type Row = { deed: PlanDeed; revision: number; ended: "done" | "refused" | "waived" | null };
/** A plan with its revisions and its outbox; and of the plan's revisions, which disclosure has and which it published. */
type Model = {
  plan: PlanMatter;
  revisions: ReadonlyMap<number, PlanRevision>;
  outbox: readonly Row[];
  given: ReadonlySet<number>;
  published: ReadonlySet<number>;
};

const started = (): Model => {
  const plan = planIn("draft");
  return {
    plan,
    revisions: new Map([[1, plan.written]]),
    outbox: [],
    given: new Set(),
    published: new Set(),
  };
};

/** Writes a decision as the store does. */
function write(model: Model, { patch, amends, adds, owes = [], waives = [] }: PlanDecision): Model {
  const revisions = new Map(model.revisions);
  const { plan } = model;
  if (amends !== undefined) revisions.set(plan.revision, { ...plan.written, ...amends });
  if (adds !== undefined) {
    if (revisions.has(adds.revision)) throw new Error(`revision ${adds.revision} is there already`);
    revisions.set(adds.revision, { ...planIn("draft").written, ...adds });
  }
  const row = { ...plan, ...patch, lock_version: plan.lock_version + 1 };
  const written = revisions.get(row.revision);
  if (written === undefined) throw new Error(`revision ${row.revision} is not there`);
  const kept = model.outbox.map((one): Row =>
    one.ended === null && waives.includes(one.deed) ? { ...one, ended: "waived" } : one,
  );
  const added = owes.map((owed): Row => {
    const { deed, revision } = typeof owed === "string" ? { deed: owed, revision: row.lock_version } : owed;
    if (kept.some((one) => one.deed === deed && one.revision === revision))
      throw new Error(`${deed}/${revision} is owed already`);
    return { deed, revision, ended: null };
  });
  return { ...model, plan: { ...row, written }, revisions, outbox: [...kept, ...added] };
}

const owedOf = ({ outbox }: Model, deed: PlanDeed) =>
  outbox.filter((row) => row.deed === deed && row.ended === null);

/** Notes how a deed ended, up to the revision that was handed over. */
const settle = (model: Model, deed: PlanDeed, ended: "done" | "refused"): Model => ({
  ...model,
  outbox: model.outbox.map((row) => (row.deed === deed && row.ended === null ? { ...row, ended } : row)),
});

function isAsked({ outbox }: Model): boolean {
  const opened = outbox.findLast(({ deed }) => deed === "openPlanPublication")?.revision ?? 0;
  return outbox.some(
    ({ deed, revision, ended }) =>
      deed === "publishPlan" && revision >= opened && (ended === null || ended === "done"),
  );
}

const nextRevision = ({ revisions }: Model) => Math.max(...revisions.keys()) + 1;
const back = (model: Model, deed: PlanDeed, code: "not-found" | "body/too-large") =>
  write(
    model,
    handBack(
      model.plan,
      { deed, code },
      {
        inForce: model.revisions.get(model.plan.published_revision ?? 0) ?? null,
        nextRevision: nextRevision(model),
      },
    ),
  );

/** Disclosure has what is owed to it. */
function give(model: Model): Model {
  if (owedOf(model, "openPlanPublication").length === 0) return model;
  return { ...model, given: new Set([...model.given, model.plan.revision]) };
}

/** What may happen to a plan: what is asked of it, and what disclosure makes of what it is owed. */
const steps = {
  publish: (model: Model) =>
    write(
      model,
      decidePublish(
        model.plan,
        commandOf({}),
        model.plan.state === "draft" ? { facts } : { isAsked: isAsked(model) },
      ),
    ),
  adjust: (model: Model) =>
    write(
      model,
      decideAdjust(model.plan, commandOf({ title: "调整后", reason: "调整", entries: [completeEntry] }), {
        facts,
        nextRevision: nextRevision(model),
      }),
    ),
  redraft: (model: Model) =>
    write(
      model,
      decideRedraft(
        model.plan,
        { year: 2026, title: "改", entries: [completeEntry] },
        commandOf({}).act,
        () => completeEntry.id,
      ),
    ),
  /** Disclosure has it, and that is noted; or the process dies before it is. */
  open: (model: Model) => settle(give(model), "openPlanPublication", "done"),
  openUnnoted: (model: Model) => give(model),
  openRefused: (model: Model) =>
    owedOf(model, "openPlanPublication").length === 0
      ? model
      : back(settle(model, "openPlanPublication", "refused"), "openPlanPublication", "body/too-large"),
  /** The publication comes out: an official's asking is handed over, or its deadline comes. */
  published: (model: Model): Model => {
    const { plan } = model;
    if (!model.given.has(plan.revision) || model.published.has(plan.revision)) return model;
    const publishedAt = "2026-09-28T01:00:00.000Z";
    const notice = {
      kind: "plan",
      subjectId: plan.id,
      version: 1,
      publishedAt,
      by: "official",
      breach: false,
    } as const;
    return write(
      { ...model, published: new Set([...model.published, plan.revision]) },
      decidePublished(plan, commandOf(notice), {
        lastVersion: model.published.has(plan.published_revision ?? 0) ? 1 : 0,
      }),
    );
  },
  publishHanded: (model: Model) => settle(model, "publishPlan", "done"),
  publishRefused: (model: Model) =>
    isPublishOwed(model)
      ? write(
          settle(model, "publishPlan", "refused"),
          noteRefusal(model.plan, { deed: "publishPlan", code: "publication/wrong-state" }),
        )
      : model,
  publishUnknown: (model: Model) =>
    isPublishOwed(model) ? back(settle(model, "publishPlan", "refused"), "publishPlan", "not-found") : model,
  drop: (model: Model) => settle(model, "dropPlanPublication", "done"),
} satisfies Record<string, (model: Model) => Model>;
type Step = keyof typeof steps;

/** It comes after the opening. */
const isPublishOwed = (model: Model) =>
  owedOf(model, "publishPlan").length > 0 && owedOf(model, "openPlanPublication").length === 0;

function take(model: Model, step: Step): Model {
  try {
    return steps[step](model);
  } catch (error) {
    if (error instanceof Problem) return model;
    throw error;
  }
}

/** What must hold of a plan after each step. */
function requireSound(before: Model, model: Model): void {
  const { plan, revisions, outbox } = model;
  const hold = (held: boolean, what: string) => {
    if (!held) throw new Error(`${what}: ${JSON.stringify({ plan, outbox })}`);
  };
  const isHandedIn = plan.state === "publishing" || plan.state === "adjusting";
  const inForce = revisions.get(plan.published_revision ?? 0);
  hold((plan.due_at !== null) === isHandedIn, "what is handed in has its day, and nothing else has");
  hold(
    !isHandedIn || plan.written.content !== null,
    "what is handed in has the contents that will be published",
  );
  hold(
    (plan.state === "published" || plan.state === "adjusting") === (plan.published_revision !== null),
    "a plan is public from its first publication on",
  );
  hold(
    (before.plan.published_revision ?? 0) <= (plan.published_revision ?? 0),
    "what was public never comes back in the place of what followed it",
  );
  hold(
    inForce === undefined
      ? plan.plan_version === null
      : inForce.content_hash === plan.plan_version && inForce.published_at !== null,
    "draws name what is public",
  );
  hold(
    [...before.revisions].every(
      ([revision, { content }]) =>
        content === null || revisions.get(revision)?.content === content || isAmendable(before, revision),
    ),
    "what was handed in is never altered",
  );
  hold(
    !isHandedIn || owedOf(model, "openPlanPublication").length === 1 || model.given.has(plan.revision),
    "what is handed in is owed to disclosure until disclosure has it",
  );
  hold(
    isHandedIn ||
      (owedOf(model, "openPlanPublication").length === 0 && owedOf(model, "publishPlan").length === 0),
    "nothing is owed of what is not handed in",
  );
  hold(
    owedOf(model, "dropPlanPublication").every(({ revision }) => !model.published.has(revision)),
    "nothing is dropped that is public",
  );
}
const isAmendable = ({ plan }: Model, revision: number) =>
  plan.state === "draft" && plan.revision === revision;

it("keeps what must hold of a plan (articles 9, 16, 17), whatever is asked and refused, 100,000 times", () => {
  const anyStep = fc.constantFrom(...(Object.keys(steps) as Step[]));
  let published = 0;
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 14 }), (sequence) => {
      let model = started();
      for (const step of sequence) {
        const after = take(model, step);
        requireSound(model, after);
        model = after;
      }
      published += model.published.size;
    }),
    { numRuns: 100_000 },
  );
  // The sequences get far enough to say something.
  expect(published).toBeGreaterThan(1_000);
}, 120_000);
