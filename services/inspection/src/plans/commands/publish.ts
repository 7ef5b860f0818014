import { Problem } from "@shuangsui/contracts";
import type { Act, Command } from "@shuangsui/service-kit";
import { publicationIdOf } from "../../ids.ts";
import type { CheckFacts } from "../check.ts";
import { fixContent } from "../content.ts";
import { publicationDue } from "../deadlines.ts";
import { handedIn, type PlanDecision, type PlanMatter } from "../lifecycle.ts";
import { requireAnotherPerson, requirePlanState } from "../rules.ts";

/** Of what was submitted, what it is checked against; of what is handed in, whether publishing at once was asked already. */
export type PublishKnown = { facts: CheckFacts } | { isAsked: boolean };

/** Publishes what was submitted (articles 9, 16), or what is handed in before its deadline. @throws Problem as `rules.ts` has them */
export function decidePublish(
  plan: PlanMatter,
  { act }: Command<unknown>,
  known: PublishKnown,
): PlanDecision {
  return "facts" in known ? handIn(plan, act, known.facts) : askForPublishing(plan, known.isAsked);
}

/** Articles 9, 16: reviewed by another person than who submitted it, complete and within the caps, it is published at once. */
function handIn(plan: PlanMatter, act: Act, facts: CheckFacts): PlanDecision {
  requirePlanState(plan.state, "submitted");
  requireAnotherPerson(plan, act.actor);
  return {
    patch: {
      state: "publishing",
      submitted_by: null,
      publication_id: publicationIdOf(plan.id, plan.revision),
      ...publicationDue(plan.calendars, act.at),
    },
    amends: fixContent(plan, plan.written, facts),
    events: [{ type: "handed-in", facts: { revision: plan.revision } }],
    owes: ["openPlanPublication", "publishPlan"],
  };
}

/** An adjustment before its deadline (article 17), or what disclosure refused to publish at once. */
function askForPublishing(plan: PlanMatter, isAsked: boolean): PlanDecision {
  requirePlanState(plan.state, ...handedIn);
  if (isAsked) throw new Problem("plan/wrong-state", "it is being published");
  return { patch: {}, events: [{ type: "publishing-asked" }], owes: ["publishPlan"] };
}
