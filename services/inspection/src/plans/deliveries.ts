import { Problem, wordsOf } from "@shuangsui/contracts";
import { deliveryOf, type Deliveries } from "@shuangsui/service-kit";
import type { PlanDeed } from "@shuangsui/workflows/plan/contract";
import { movedByOf } from "../calendar/moved-by.ts";
import { publicationIdOf } from "../ids.ts";
import type { DisclosureClient } from "../neighbours/disclosure.ts";
import type { Work } from "../tables.ts";
import { handBack, noteRefusal, type Refusal } from "./hand-back.ts";
import type { PlanDecision, PlanMatter } from "./lifecycle.ts";
import { findRevisionInForce, nextRevision } from "./store.ts";

/** What the worker gives a plan's deliveries. */
export type PlanReceivers = { disclosure: DisclosureClient };

const delivery = deliveryOf<Work, PlanMatter, PlanDecision, PlanReceivers>();

/** What a plan owes at disclosure. A plan has one publication, of which its adjustments are versions. */
export const planDeliveries: Deliveries<Work, PlanMatter, PlanDecision, PlanReceivers, PlanDeed> = {
  /** Articles 9, 16, 17: a publication holds the deadline of what was handed in, and all that it needs to come out. */
  openPlanPublication: {
    final: ["body/too-large", "publication/wrong-state", "publication/superseded"],
    async hand({ disclosure }, plan, { revision, key }) {
      const { publication_id: id, due_at: due, calendar_version: calendarVersion, written } = plan;
      if (id === null || written.content === null || due === null || calendarVersion === null)
        throw new Problem("internal");
      const content = {
        content: written.content,
        reason: written.reason ?? wordsOf("zh").document.reasonPlan,
        revision,
      };
      const day = { dueAt: due.toISOString(), calendarVersion };
      if (plan.published_revision !== null)
        return disclosure.command(id, "renew", key, plan.authority, { ...content, ...day });
      await disclosure.open(id, {
        kind: "plan",
        authority: plan.authority,
        subjectId: plan.id,
        title: written.content.summary,
        ...day,
        fact: null,
        revision,
      });
      await disclosure.command(id, "content", key, plan.authority, content);
    },
    refused: (work, plan, code) => readAndHandBack(work, plan, { deed: "openPlanPublication", code }),
  },

  /** Article 17: a changed calendar moves the day of publication. */
  movePlanDueTime: delivery({
    final: ["publication/wrong-state", "publication/superseded"],
    knows: (work, { id }) => movedByOf(work, id, "plan", []),
    async hand({ disclosure }, plan, { revision, key }, movedBy) {
      const { authority, publication_id: publication, due_at: due, calendar_version: calendarVersion } = plan;
      if (publication === null || due === null || calendarVersion === null) return;
      await disclosure.command(publication, "due", key, authority, {
        dueAt: due.toISOString(),
        calendarVersion,
        fact: null,
        revision,
        ...(movedBy === undefined ? {} : { movedBy }),
      });
    },
  }),

  /** Articles 9, 16: it is published at once; article 17: an adjustment, where an official asks. */
  publishPlan: {
    final: ["not-found", "publication/nothing-to-publish", "publication/wrong-state"],
    async hand({ disclosure }, { publication_id: id, authority }, { key }) {
      if (id === null) throw new Problem("internal");
      await disclosure.command(id, "publish", key, authority, {});
    },
    // What disclosure has comes out by its deadline, and can be asked for once more; what it does not know never would.
    refused: (work, plan, code) => {
      const refusal: Refusal = { deed: "publishPlan", code };
      return code === "not-found" ? readAndHandBack(work, plan, refusal) : noteRefusal(plan, refusal);
    },
  },

  /** Articles 16, 17: a day after the deadline nothing was heard of it. What is public is told again. */
  askPlanPublication: {
    final: [],
    async hand({ disclosure }, { publication_id: id, authority }, { key }) {
      if (id !== null) await disclosure.command(id, "ask", key, authority, {});
    },
  },

  /** What was handed back is awaited no more: its revision is the plan's own. */
  dropPlanPublication: {
    each: true,
    final: ["not-found", "publication/wrong-state"],
    hand: ({ disclosure }, { id, authority }, { revision, key }) =>
      disclosure.command(publicationIdOf(id, revision), "drop", key, authority, {}),
    // Where it was never opened there is nothing to close, and nothing to say.
    refused: (_work, _plan, code) => (code === "not-found" ? { patch: {}, events: [] } : null),
  },
};

async function readAndHandBack(work: Work, plan: PlanMatter, refusal: Refusal): Promise<PlanDecision> {
  const inForce = await findRevisionInForce(work, plan);
  return handBack(plan, refusal, { inForce, nextRevision: await nextRevision(work, plan.id) });
}
