import { Problem, publicOrderTexts, type InspectionOrder } from "@shuangsui/contracts";
import { applyElapsedTime, recordDecision, writeDecision, type Act } from "@shuangsui/service-kit";
import type { Work } from "../tables.ts";
import { requireNoPersonalData, reviewNamedBy } from "../public-texts.ts";
import { createInspections } from "./after-draw.ts";
import { decideApprovedAfterwards } from "./commands/approved-afterwards.ts";
import { inspectionDomain } from "./domain.ts";
import { decideOrder, type OrderKnown } from "./order.ts";
import { findInspection, lockInspection } from "./store.ts";

/** Article 2: a tip brings about one inspection, whoever orders it and under whatever key. @throws Problem `tip/used` */
async function useTip(
  work: Work,
  tip: string,
  { id, authority }: { id: string; authority: string },
): Promise<void> {
  const { numInsertedOrUpdatedRows: written } = await work
    .insertInto("inspection_tip")
    .values({ tip_id: tip, inspection_id: id, authority })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (written !== 1n) throw new Problem("tip/used");
}

/** The inspection that a tip brought about, if the scope may see one. */
export function inspectionOfTip(work: Work, tip: string) {
  return work
    .selectFrom("inspection_tip")
    .innerJoin("inspection", "inspection.id", "inspection_tip.inspection_id")
    .select(["inspection.id as inspectionId", "inspection.state", "inspection.outcome"])
    .where("tip_id", "=", tip)
    .executeTakeFirst();
}

/** Writes an inspection that is ordered, with its team, its order and its lot. @throws Problem as `decideOrder`; `text/personal-data`, `tip/used` */
export async function orderInspection(
  work: Work,
  { id, authority }: { id: string; authority: string },
  order: InspectionOrder,
  known: OrderKnown,
  act: Act,
): Promise<void> {
  const reviews = requireNoPersonalData(order, publicOrderTexts, act.actor, await reviewNamedBy(work, order));
  const { inspection, documents } = decideOrder(id, authority, order, known, act.at);
  await createInspections(work, [inspection], act.at, act);
  if (order.tip !== undefined) await useTip(work, order.tip, { id, authority });
  const row = await findInspection(work, id);
  if (row !== undefined)
    await recordDecision(
      work,
      inspectionDomain.type,
      row,
      { patch: {}, events: reviews, documents, owes: order.tip === undefined ? [] : ["tellTip"] },
      act,
    );
}

/**
 * What an approval that was just put on record does to its inspection: it ends the waiting for one that comes afterwards. The caller
 * has written the approval, so that a check which begins meanwhile either sees it, or is seen here. Gives whether something is owed then.
 */
export async function approveInspection(work: Work, id: string, act: Act): Promise<boolean> {
  const locked = await lockInspection(work, id, []);
  if (locked === undefined || locked.approval_due === null) return false;
  const row = await applyElapsedTime(work, inspectionDomain, locked, act.at);
  const decision = decideApprovedAfterwards(row, act);
  if (decision === null) return false;
  await writeDecision(work, inspectionDomain, row, decision, act, { action: "approve" });
  return (decision.owes ?? []).length > 0;
}
