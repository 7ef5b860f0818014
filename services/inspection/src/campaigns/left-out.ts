import { Problem } from "@shuangsui/contracts";
import type { Sealer } from "@shuangsui/sealing";
import { sql, type Transaction } from "kysely";
import { codesOf } from "../draws/store.ts";
import type { Excluded } from "../draws/tables.ts";
import type { Tables } from "../tables.ts";
import { checkAhead } from "../inspections/rules.ts";

type Work = Transaction<Tables>;

/** Whose targets, and by which of article 20's limits. */
export type LeftOutQuery = {
  kind: "entity" | "project";
  authority: string;
  /** When the year began, in Asia/Shanghai. */
  yearBegan: Date;
  /** How often a year one target may be visited. */
  frequency: number;
  liftInspected: boolean;
};

/**
 * What a draw leaves out, by target code: targets in an open check or standing by as an alternate of a running draw,
 * inspected this year, or visited as often as the cap allows (articles 5, 20). `work` sees all authorities.
 */
export async function targetsLeftOut(
  work: Work,
  query: LeftOutQuery,
): Promise<Map<string, Excluded["ground"]>> {
  const grounds = new Map<string, Excluded["ground"]>();
  for (const code of await alternatesOf(work, query.kind)) grounds.set(code, "alternate-elsewhere");
  const rows = await work
    .selectFrom("inspection")
    .select([
      "target_code",
      sql<boolean>`bool_or(state in (${sql.join(checkAhead)}))`.as("open"),
      sql<boolean>`bool_or(coalesce(check_ended_at >= ${query.yearBegan}, false))`.as("inspected"),
      sql<number>`(count(*) filter (where check_ended_at >= ${query.yearBegan} and authority = ${query.authority} and origin = 'draw'))::int`.as(
        "visits",
      ),
    ])
    .where("target_kind", "=", query.kind)
    .where((builder) =>
      builder.or([builder("state", "in", checkAhead), builder("check_ended_at", ">=", query.yearBegan)]),
    )
    .groupBy("target_code")
    .execute();
  for (const row of rows) {
    if (row.open) grounds.set(row.target_code, "open-inspection");
    else if (row.visits >= query.frequency) grounds.set(row.target_code, "visits-above-cap");
    else if (row.inspected && !query.liftInspected) grounds.set(row.target_code, "inspected-this-year");
  }
  return grounds;
}

/** The alternates of draws whose checks are not over: any of them may still take the place of a target that is gone. */
async function alternatesOf(work: Work, kind: LeftOutQuery["kind"]): Promise<string[]> {
  const rows = await work
    .selectFrom("campaign")
    .innerJoin("draw_place", "draw_place.draw_id", "campaign.draw_id")
    .leftJoin("inspection", (join) =>
      join
        .onRef("inspection.campaign_id", "=", "campaign.id")
        .onRef("inspection.opaque_id", "=", "draw_place.opaque_id"),
    )
    .select("draw_place.target_code")
    .where("campaign.target_kind", "=", kind)
    .where("campaign.state", "in", ["drawn", "running"])
    .where("inspection.id", "is", null)
    .execute();
  return rows.map((row) => row.target_code);
}

/** Makes the commitments over one registry wait for one another, until the transaction ends. */
export async function lockCommitments(work: Work, kind: LeftOutQuery["kind"]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`commitment/${kind}`}, 0))`.execute(work);
}

/**
 * Article 5, no repeated checks: while a draw is committed to and not drawn, nobody knows which of its targets will be
 * inspected, so no other draw is made from them. `work` sees all authorities and holds the lock of commitments.
 * @throws Problem `draw/overlaps`
 */
export async function requireNoOverlap(
  work: Work,
  sealer: Sealer,
  campaignId: string,
  kind: LeftOutQuery["kind"],
  codes: readonly string[],
): Promise<void> {
  const undrawn = await work
    .selectFrom("campaign")
    .select("draw_id")
    .where("target_kind", "=", kind)
    .where("state", "=", "committed")
    .where("id", "!=", campaignId)
    .execute();
  const mine = new Set(codes);
  for (const { draw_id: drawId } of undrawn) {
    const shared = (await codesOf(work, sealer, drawId)).filter((code) => mine.has(code)).length;
    if (shared > 0) throw new Problem("draw/overlaps", `draw ${drawId} has ${shared} of the targets`);
  }
}
