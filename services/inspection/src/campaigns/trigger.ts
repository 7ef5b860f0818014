import { Problem } from "@shuangsui/contracts";
import type { Transaction } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { insertDraw } from "../draws/store.ts";
import { findPlan, lockPlan, revisionOf } from "../plans/store.ts";
import type { Tables } from "../tables.ts";
import { entryOf, newDraw } from "./decide.ts";
import { requireDrawLeft } from "./rules.ts";
import type { Act } from "../act.ts";
import { addEvent, campaignOfKey, campaignsOf, insertCampaign } from "./store.ts";

/** A trigger: the key that makes it one, the entry it is for, and who asks. */
export type Trigger = {
  key: string;
  authority: string;
  planId: string;
  entryId: string;
  title: string | undefined;
  act: Act;
};

/**
 * Makes a campaign of an entry of the plan in force, with a draw's id to which witnesses bind themselves. The same
 * key is the same campaign.
 * @returns the campaign's id
 * @throws Problem `plan/not-published`, `plan/frequency-above-cap`, `command/key-reused`, `not-found`
 */
export async function triggerCampaign(work: Transaction<Tables>, trigger: Trigger): Promise<string> {
  const { key, authority, planId, entryId, title, act } = trigger;
  const plan = await lockPlan(work, planId);
  const before = await campaignOfKey(work, authority, key);
  if (before !== undefined) {
    if (before.plan_id !== planId || before.entry_id !== entryId) throw new Problem("command/key-reused");
    return before.id;
  }
  await requireEntry(work, planId, plan.revision, entryId);
  const entry = await entryOf(work, { plan_id: planId, entry_id: entryId });
  requireDrawLeft(await campaignsOf(work, planId, entryId), entry.frequency);
  const id = uuidv7();
  const drawId = uuidv7();
  await insertCampaign(work, {
    id,
    authority,
    trigger_key: key,
    plan_id: planId,
    entry_id: entryId,
    plan_revision: entry.planRevision,
    plan_version: entry.planVersion,
    title: title ?? entry.title,
    target_kind: entry.scope.targetKind,
    item_codes: JSON.stringify(entry.items),
    state: "draft",
    window_from: entry.window.from,
    window_to: entry.window.to,
    draw_id: drawId,
    last_check_over_at: null,
    reveal_due: null,
    calendar_version: null,
    due_at: null,
    created_at: act.at,
    updated_at: act.at,
  });
  await insertDraw(work, newDraw(drawId, { id, authority }, null, act.at));
  await addEvent(work, { id, authority, state: "draft" }, "triggered", act, { planId, entryId, drawId });
  return id;
}

/** An entry that neither what is written nor what is in force has does not exist. */
async function requireEntry(
  work: Transaction<Tables>,
  planId: string,
  revision: number,
  entryId: string,
): Promise<void> {
  const written = await revisionOf(work, planId, revision);
  const plan = await findPlan(work, planId);
  const inForce =
    plan === undefined || plan.published_revision === null
      ? null
      : await revisionOf(work, planId, plan.published_revision);
  if (![...written.entries, ...(inForce?.entries ?? [])].some((entry) => entry.id === entryId))
    throw new Problem("not-found");
}
