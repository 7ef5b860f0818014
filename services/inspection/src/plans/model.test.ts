import { expect, it } from "vitest";
import fc from "fast-check";
import { withoutStacks } from "../../../../packages/service-kit/src/testing/without-stacks.ts";
import { allSteps, draftedModel, owedOf, take, type Model } from "../testing/plan-model.ts";

const own = { id: "01890000-0000-7000-8000-0000000000aa", authority: "533103", year: 2026 };
// What goes on by the law comes more often, so that sequences get far.
const onward = ["submit", "publish", "open", "published"] as const;
const anyStep = fc.constantFrom(...allSteps, ...onward, ...onward);

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

withoutStacks();

it("keeps what must hold of a plan (articles 9, 16, 17), whatever is asked and refused, 100,000 times", () => {
  let published = 0;
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 14, size: "max" }), (sequence) => {
      let model = draftedModel(own);
      for (const step of sequence) {
        const after = take(model, step).model;
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
