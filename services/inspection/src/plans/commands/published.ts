import type { PublicationNotice } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { handedIn, type PlanDecision, type PlanMatter } from "../lifecycle.ts";

/**
 * Disclosure tells that the plan, or its adjustment, is public (articles 9, 16, 17), or a further version of what was.
 * `lastVersion` is the last of which it told: what was told before changes nothing.
 */
export function decidePublished(
  plan: PlanMatter,
  { body: { version, by, publishedAt } }: Command<PublicationNotice>,
  { lastVersion }: { lastVersion: number },
): PlanDecision {
  if (version <= lastVersion) return { patch: {}, events: [] };
  if (!handedIn.includes(plan.state)) {
    const facts = { version, by, revision: plan.published_revision };
    return { patch: {}, events: [{ type: "version-published", facts }] };
  }
  const { revision } = plan;
  return {
    patch: {
      state: "published",
      published_revision: revision,
      plan_version: plan.written.content_hash,
      due_at: null,
      look_at: null,
      due_from: null,
      calendar_version: null,
    },
    amends: { published_at: new Date(publishedAt) },
    events: [{ type: "published", facts: { version, by, revision } }],
    waives: ["openPlanPublication", "publishPlan", "askPlanPublication", "movePlanDueTime"],
  };
}
