import { Problem, type planCommands, type PlannedEntry } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { z } from "zod";
import { idOf } from "../../ids.ts";
import type { CheckFacts } from "../check.ts";
import { fixContent } from "../content.ts";
import { publicationDue } from "../deadlines.ts";
import { withIds } from "../entries.ts";
import type { PlanDecision, PlanMatter } from "../lifecycle.ts";
import { requirePlanState } from "../rules.ts";

type Adjustment = z.infer<typeof planCommands.adjust>;

/** What an adjustment makes of the plan's entries; those that are new get ids that follow from the command's. */
export function adjustedEntries(commandId: string, { entries }: Adjustment): PlannedEntry[] {
  return withIds(entries, (index) => idOf("entry", commandId, index));
}

/**
 * Article 17: the plan says something else from now on, which is public within 5 working days; until then what was
 * published before stays in force. @throws Problem `version/changed`, and as `rules.ts` has them
 */
export function decideAdjust(
  plan: PlanMatter,
  { id, body, act }: Command<Adjustment>,
  known: { nextRevision: number; facts: CheckFacts },
): PlanDecision {
  requirePlanState(plan.state, "published");
  if (body.revision !== undefined && body.revision !== plan.revision)
    throw new Problem("version/changed", `the revision is ${plan.revision}`);
  const { title, reason } = body;
  const revision = known.nextRevision;
  const written = { title, reason, revision, entries: adjustedEntries(id, body) };
  const due = publicationDue(plan.calendars, act.at);
  return {
    patch: { state: "adjusting", revision, title, ...due },
    adds: {
      ...written,
      ...fixContent(plan, written, known.facts, plan.written),
      at: act.at,
      actor: act.actor,
    },
    events: [{ type: "adjusted", facts: { revision, due: due.due_at.toISOString() } }],
    owes: ["openPlanPublication"],
  };
}
