import {
  seenBy,
  type InspectionKind,
  type InspectionOrigin,
  type VisitCap,
  type VisitLedger,
} from "@shuangsui/contracts";
import { seeingAll } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import { sql } from "kysely";
import { visitCapInForce } from "../settings/of-authority.ts";
import type { Work } from "../tables.ts";
import { countsTowards, type VisitsKnown } from "./rules.ts";
import { codesOfTarget, mergedPairs } from "./merged-targets.ts";
import type { Inspection } from "./tables.ts";

/** A visit to a target: a check that began, whichever authority's and of whatever origin. */
type Visit = { id: string; authority: string; origin: InspectionOrigin; kind: InspectionKind; at: Date };
type TargetKind = "entity" | "project";
/** From a moment on, before another. */
type Span = { from: Date; before: Date };

/** A year, or that of an instant, from midnight to midnight in Asia/Shanghai. */
export function yearOf(of: Date | number): Span {
  const year = typeof of === "number" ? of : Number(shanghaiDate(of).slice(0, 4));
  const beginning = (one: number) => new Date(`${one}-01-01T00:00:00.000+08:00`);
  return { from: beginning(year), before: beginning(year + 1) };
}

/** The ledger of visits. `work` sees all authorities. */
function ledger(work: Work, targetKind: TargetKind, { from, before }: Span) {
  return work
    .selectFrom("inspection")
    .where("target_kind", "=", targetKind)
    .where("check_began_at", ">=", from)
    .where("check_began_at", "<", before);
}

/** The visits to a target under all of its codes, in their order. `work` sees all authorities. */
function visitsTo(work: Work, kind: TargetKind, codes: readonly string[], span: Span): Promise<Visit[]> {
  return ledger(work, kind, span)
    .select(["id", "authority", "origin", "kind", "check_began_at as at"])
    .$narrowType<{ at: Date }>()
    .where("target_code", "in", codes)
    .orderBy("check_began_at")
    .orderBy("id")
    .execute();
}

/** The targets of a registry that were visited as often as a cap allows, or, with `left`, may be visited so many times more and were before. `work` sees all authorities. */
export async function targetsAtCap(
  work: Work,
  targetKind: TargetKind,
  span: Span,
  { perYear, exemptOrigins, exemptKinds }: VisitCap,
  left = 0,
): Promise<Set<string>> {
  if (perYear === null || perYear <= left) return new Set();
  const rows = await ledger(work, targetKind, span)
    .leftJoin(mergedPairs(targetKind, null).as("same"), "same.code", "inspection.target_code")
    .select(sql<string>`coalesce(same.one, target_code)`.as("code"))
    .where(sql<boolean>`origin <> all(${exemptOrigins}::text[])`)
    .where(sql<boolean>`kind <> all(${exemptKinds}::text[])`)
    .groupBy(sql`coalesce(same.one, target_code)`)
    .having(({ fn }) => fn.countAll(), left === 0 ? ">=" : "=", perYear - left)
    .execute();
  return new Set(rows.map((row) => row.code));
}

/**
 * What the cap of visits says of a check that is about to begin: until the transaction ends no other check of the same target
 * begins, whichever authority's.
 */
export async function visitsBefore(work: Work, row: Inspection, at: Date): Promise<VisitsKnown> {
  const { authority, target_kind: kind, target_code: code } = row;
  const cap = await visitCapInForce(work, authority);
  if (cap.perYear === null) return { cap, counted: 0 };
  const codes = await seeingAll(work, authority, () => codesOfTarget(work, kind, code));
  await sql`select pg_advisory_xact_lock(hashtextextended(${`visit/${kind}/${codes[0] ?? code}`}, 0))`.execute(
    work,
  );
  const visits = await seeingAll(work, authority, () => visitsTo(work, kind, codes, yearOf(at)));
  return { cap, counted: visits.filter((visit) => countsTowards(cap, visit)).length };
}

/** A target's visits of a year as an authority may know them: of those of others than itself and its subordinates the day alone (article 5). */
export async function ledgerOf(
  work: Work,
  viewer: string,
  target: { kind: TargetKind; code: string },
  span: Span,
): Promise<VisitLedger> {
  const cap = await visitCapInForce(work, viewer);
  const { kind, code } = target;
  const visits = await seeingAll(work, viewer, async () =>
    visitsTo(work, kind, await codesOfTarget(work, kind, code), span),
  );
  const seen = seenBy(viewer);
  return {
    targetKind: target.kind,
    targetCode: target.code,
    year: Number(shanghaiDate(span.from).slice(0, 4)),
    cap,
    counted: visits.filter((visit) => countsTowards(cap, visit)).length,
    items: visits.map(({ id, authority, origin, kind, at }) => {
      const on = shanghaiDate(at);
      return seen.includes(authority)
        ? { on, authority, inspectionId: id, origin, kind }
        : { on, authority: null, inspectionId: null, origin: null, kind: null };
    }),
  };
}
