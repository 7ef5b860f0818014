import type { VisitCap } from "@shuangsui/contracts";
import { sql } from "kysely";
import type { Sealer } from "@shuangsui/sealing";
import { partsOfCodes } from "../draws/store.ts";
import { codesIn, type TargetList } from "../draws/target-list.ts";
import type { Excluded } from "../draws/tables.ts";
import { inspectionAt, mergedPairs, targetsAtCap, visitsToTargets } from "../inspections/of-campaign.ts";
import type { Work } from "../tables.ts";
import { checksAhead } from "./lifecycle.ts";
import { groundOf } from "./rules.ts";

/** Whose targets, and by which of article 20's limits. */
export type LeftOutQuery = {
  kind: "entity" | "project";
  authority: string;
  year: { from: Date; before: Date };
  /** How often a year one target may be visited. */
  frequency: number;
  liftInspected: boolean;
  /** How often a year it may be visited by all authorities; null where the draw's inspections are exempt from that. */
  visitCap: VisitCap | null;
};

/**
 * What a draw leaves out, by target code: targets in an open check or standing by as an alternate of a running draw,
 * inspected this year, or visited as often as the caps allow (articles 5, 20). `work` sees all authorities.
 */
export async function targetsLeftOut(
  work: Work,
  query: LeftOutQuery,
): Promise<Map<string, Excluded["ground"]>> {
  const grounds = new Map<string, Excluded["ground"]>();
  for (const code of await alternatesOf(work, query.kind)) grounds.set(code, "alternate-elsewhere");
  const { kind, authority, year, visitCap } = query;
  const atCap = visitCap === null ? new Set() : await targetsAtCap(work, kind, year, visitCap);
  for (const { targetCode, ...visited } of await visitsToTargets(work, {
    kind,
    authority,
    yearBegan: year.from,
  })) {
    const ground = groundOf({ ...visited, atCap: atCap.has(targetCode) }, query);
    if (ground !== null) grounds.set(targetCode, ground);
  }
  return grounds;
}

/** The alternates of draws whose checks are not over: any of them may still take the place of a target that is gone. */
async function alternatesOf(work: Work, kind: LeftOutQuery["kind"]): Promise<string[]> {
  const rows = await work
    .selectFrom("campaign")
    .innerJoin("draw_place", "draw_place.draw_id", "campaign.draw_id")
    .leftJoin(mergedPairs(kind, null).as("same"), "same.code", "draw_place.target_code")
    .select(sql<string>`coalesce(same.one, draw_place.target_code)`.as("code"))
    .where("campaign.target_kind", "=", kind)
    .where("campaign.state", "in", checksAhead)
    .where(({ not, exists }) =>
      not(exists(inspectionAt(work, sql.ref("draw_place.draw_id"), sql.ref("draw_place.opaque_id")))),
    )
    .execute();
  return rows.map((row) => row.code);
}

/** Makes the commitments over one registry wait for one another, until the transaction ends. */
export async function lockCommitments(work: Work, kind: LeftOutQuery["kind"]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`commitment/${kind}`}, 0))`.execute(work);
}

/**
 * Draws over a registry that are committed to and not drawn, but for that campaign's, with how many of the targets they have.
 * `work` sees all authorities and holds the lock of commitments.
 */
export async function undrawnDraws(
  work: Work,
  sealer: Sealer,
  kind: LeftOutQuery["kind"],
  campaignId: string,
  targets: TargetList,
): Promise<{ drawId: string; shared: number }[]> {
  const rows = await work
    .selectFrom("campaign")
    .select("draw_id")
    .where("target_kind", "=", kind)
    .where("state", "=", "committed")
    .where("id", "!=", campaignId)
    .orderBy("id")
    .execute();
  if (rows.length === 0) return [];
  const mine = new Set<string>();
  for await (const codes of codesIn(targets)) for (const code of codes) mine.add(code);
  const undrawn: { drawId: string; shared: number }[] = [];
  for (const { draw_id: drawId } of rows) {
    let shared = 0;
    for await (const { codes } of partsOfCodes(work, sealer, drawId))
      for (const code of codes.split("\n")) if (mine.has(code)) shared += 1;
    undrawn.push({ drawId, shared });
  }
  return undrawn;
}

/** True if any target of a list is one of those left out. */
export async function hasAny(targets: TargetList, leftOut: ReadonlyMap<string, unknown>): Promise<boolean> {
  if (leftOut.size === 0) return false;
  for await (const codes of codesIn(targets)) if (codes.some((code) => leftOut.has(code))) return true;
  return false;
}
