import { sql, type SelectQueryBuilder } from "kysely";
import type { Tables, Work } from "../tables.ts";
import type { CampaignOfEntry } from "./rules.ts";

/** The campaigns that a plan's entry has had, each with whether a draw of it was committed to. */
export function campaignsOf(work: Work, planId: string, entryId: string): Promise<CampaignOfEntry[]> {
  return work
    .selectFrom("campaign")
    .select(["state", sql<boolean>`id in (${committedTo(work)})`.as("wasCommitted")])
    .where("plan_id", "=", planId)
    .where("entry_id", "=", entryId)
    .execute();
}

/** How many of them were committed to. */
export async function drawsOf(work: Work, planId: string, entryId: string): Promise<number> {
  const row = await work
    .selectFrom("campaign")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("plan_id", "=", planId)
    .where("entry_id", "=", entryId)
    .where("id", "in", committedTo(work))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** A draw of a plan's entry, with the plan's revision by which it was made. */
type DrawOfPlan = { planId: string; entryId: string; revision: number };

/** The draws that campaigns of these plans were committed to; `plans` asks for the plans' ids. */
export function drawsOfPlans(
  work: Work,
  plans: SelectQueryBuilder<Tables, "plan", { id: string }>,
): Promise<DrawOfPlan[]> {
  return work
    .selectFrom("campaign")
    .select(["plan_id as planId", "entry_id as entryId", "plan_revision as revision"])
    .where("plan_id", "in", plans)
    .where("id", "in", committedTo(work))
    .execute();
}

/** Campaigns of which a draw was committed to, void or not: a void draw is drawn again. */
function committedTo(work: Work) {
  return work.selectFrom("draw").select("draw.campaign_id").where("draw.committed_at", "is not", null);
}
