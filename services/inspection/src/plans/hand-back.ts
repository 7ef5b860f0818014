import type { ProblemCode } from "@shuangsui/contracts";
import type { PlanDeed } from "@shuangsui/workflows/plan/contract";
import type { PlanDecision, PlanMatter, PlanRevision } from "./lifecycle.ts";

/** What disclosure refused for good. */
export type Refusal = { deed: PlanDeed; code: ProblemCode };

/** On record: what disclosure refused of which revision. */
export function noteRefusal({ revision }: PlanMatter, { deed, code }: Refusal): PlanDecision {
  return { patch: {}, events: [{ type: "delivery-refused", facts: { deed, code, revision } }] };
}

/**
 * Puts a plan where it was before it was handed in, for disclosure did not take it: published as the revision in force
 * has it, or a draft. The draft is a new revision, for disclosure may know the refused one and would take no other
 * contents for it. What may have been opened there is closed: nothing comes there any more, and its deadline would count
 * that as a breach (articles 16, 17).
 */
export function handBack(
  plan: PlanMatter,
  refusal: Refusal,
  known: { inForce: PlanRevision | null; nextRevision: number },
): PlanDecision {
  const { inForce, nextRevision } = known;
  const { title, entries, at, actor } = plan.written;
  const before =
    inForce === null
      ? {
          patch: { state: "draft" as const, revision: nextRevision },
          adds: { revision: nextRevision, title, reason: null, entries, at, actor },
        }
      : { patch: { state: "published" as const, revision: inForce.revision, title: inForce.title } };
  return {
    ...noteRefusal(plan, refusal),
    ...before,
    patch: { ...before.patch, due_at: null, due_from: null, look_at: null, calendar_version: null },
    waives: ["openPlanPublication", "publishPlan", "askPlanPublication", "movePlanDueTime"],
    // Of an adjustment disclosure took nothing: what is public there stays.
    owes: inForce === null ? [{ deed: "dropPlanPublication", revision: plan.revision }] : [],
  };
}
