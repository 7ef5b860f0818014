import type { PlannedEntry } from "@shuangsui/contracts";
import { sql } from "kysely";
import type { Work } from "../tables.ts";

/** How many campaigns a plan's entry has had; one that was cancelled before any commitment leaves its place to another. */
export async function campaignsOf(work: Work, planId: string, entryId: string): Promise<number> {
  const row = await work
    .selectFrom("campaign")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("plan_id", "=", planId)
    .where("entry_id", "=", entryId)
    .where(({ or, eb }) => or([eb("state", "!=", "cancelled"), eb("id", "in", committedTo(work))]))
    .executeTakeFirstOrThrow();
  return row.count;
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

/** Each draw that an authority's plans of a year were committed to: of which entry, and what its plan had then. */
export function drawsOfYear(
  work: Work,
  { authority, year }: { authority: string; year: number },
): Promise<{ planId: string; entryId: string; entries: PlannedEntry[] }[]> {
  return work
    .selectFrom("campaign")
    .innerJoin("plan", "plan.id", "campaign.plan_id")
    .innerJoin("plan_revision", (join) =>
      join
        .onRef("plan_revision.plan_id", "=", "campaign.plan_id")
        .onRef("plan_revision.revision", "=", "campaign.plan_revision"),
    )
    .select(["campaign.plan_id as planId", "campaign.entry_id as entryId", "plan_revision.entries"])
    .where("plan.authority", "=", authority)
    .where("plan.year", "=", year)
    .where("campaign.id", "in", committedTo(work))
    .execute();
}

/** Campaigns of which a draw was committed to, void or not: a void draw is drawn again. */
function committedTo(work: Work) {
  return work.selectFrom("draw").select("draw.campaign_id").where("draw.committed_at", "is not", null);
}
