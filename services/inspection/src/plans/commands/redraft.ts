import { publicPlanTexts, type PlanDraft } from "@shuangsui/contracts";
import type { Act } from "@shuangsui/service-kit";
import { withIds } from "../entries.ts";
import type { PlanDecision, PlanMatter } from "../lifecycle.ts";
import { requireNoPersonalData, type KnownReview } from "../../public-texts.ts";
import { requirePlanState } from "../rules.ts";

/** Writes a draft anew. `idAt` gives an id for a new entry. @throws Problem `plan/wrong-state`, `text/personal-data` */
export function decideRedraft(
  plan: PlanMatter,
  draft: PlanDraft,
  { at, actor }: Act,
  idAt: (index: number) => string,
  review?: KnownReview,
): PlanDecision {
  requirePlanState(plan.state, "draft");
  const { year, title, entries } = draft;
  const reviews = requireNoPersonalData(draft, publicPlanTexts, actor, review);
  return {
    patch: { year, title },
    amends: { title, entries: withIds(entries, idAt), at, actor },
    events: [{ type: "redrafted" }, ...reviews],
  };
}
