import { Problem, type PlannedEntry } from "@shuangsui/contracts";
import type { Work } from "../tables.ts";
import { isComplete, type CompleteEntry } from "./rules.ts";
import { findPlan, findRevisionInForce, lockOwnPlan } from "./store.ts";

// All that campaigns may ask of plans.
export { scopeOf } from "./filters.ts";
export { kindOfEntry, type CompleteEntry } from "./rules.ts";

/** An entry as the plan in force has it, with that plan's published revision and the hash of what was published. */
export type EntryInForce = CompleteEntry & { planVersion: string; planRevision: number };

/**
 * Locks a plan for whoever writes what depends on it, until the transaction ends. Gives whose it is.
 * @throws Problem `not-found` where the scope sees none; `authority/not-yours` for a superior (article 3)
 */
export async function lockPlanOf(work: Work, planId: string): Promise<{ id: string; authority: string }> {
  const { id, authority } = await lockOwnPlan(work, planId);
  return { id, authority };
}

/**
 * The entry of the plan in force (article 16).
 * @throws Problem `plan/not-published` where the plan is not public, or does not have the entry (any more)
 */
export async function entryInForce(work: Work, planId: string, entryId: string): Promise<EntryInForce> {
  const plan = await findPlan(work, planId);
  if (plan === undefined || plan.published_revision === null || plan.plan_version === null)
    throw new Problem("plan/not-published");
  const inForce = await findRevisionInForce(work, plan);
  const entry = inForce?.entries.find((one) => one.id === entryId);
  if (entry === undefined || !isComplete(entry))
    throw new Problem("plan/not-published", "the plan in force does not have this entry");
  return { ...entry, planVersion: plan.plan_version, planRevision: plan.published_revision };
}

/**
 * The entry as the plan is written now, undefined where it has none: of a plan that is being adjusted, as it will be once
 * that is public; of a published one, as it is in force.
 */
export async function entryWritten(
  work: Work,
  planId: string,
  entryId: string,
): Promise<PlannedEntry | undefined> {
  return (await findPlan(work, planId))?.written.entries.find((one) => one.id === entryId);
}

/** An entry that neither what is written nor what is in force has does not exist. @throws Problem `not-found` */
export async function requireEntry(work: Work, planId: string, entryId: string): Promise<void> {
  const plan = await findPlan(work, planId);
  if (plan === undefined) throw new Problem("not-found");
  const inForce = await findRevisionInForce(work, plan);
  if (![...plan.written.entries, ...(inForce?.entries ?? [])].some((entry) => entry.id === entryId))
    throw new Problem("not-found");
}
