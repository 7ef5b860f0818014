import type { campaignTrigger } from "@shuangsui/contracts";
import type { Act } from "@shuangsui/service-kit";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { newDraw } from "../draws/new-draw.ts";
import { entryInForce, kindOfEntry, lockPlanOf, requireEntry } from "../plans/in-force.ts";
import { requireNoPersonalData, reviewNamedBy } from "../public-texts.ts";
import type { Work } from "../tables.ts";
import { campaignsOf } from "./of-plan.ts";
import { keepsItsPlace, requireDrawLeft } from "./rules.ts";
import { insertCampaign } from "./store.ts";

/** For which entry of which plan a campaign is. */
export type Trigger = { planId: string; entryId: string } & z.infer<typeof campaignTrigger>;

/**
 * Makes a campaign of an entry of the plan in force, with a draw's id to which witnesses bind themselves (articles 16, 20).
 * @throws Problem `plan/not-published`, `plan/frequency-above-cap`, `not-found`, `authority/not-yours`, `text/personal-data`
 */
export async function triggerCampaign(work: Work, id: string, trigger: Trigger, act: Act): Promise<void> {
  const { planId, entryId, title } = trigger;
  const reviews = requireNoPersonalData(trigger, ["/title"], act.actor, await reviewNamedBy(work, trigger));
  const { authority } = await lockPlanOf(work, planId);
  await requireEntry(work, planId, entryId);
  const entry = await entryInForce(work, planId, entryId);
  requireDrawLeft((await campaignsOf(work, planId, entryId)).filter(keepsItsPlace).length, entry.frequency);
  await insertCampaign(
    work,
    {
      id,
      authority,
      plan_id: planId,
      entry_id: entryId,
      plan_revision: entry.planRevision,
      plan_version: entry.planVersion,
      title: title ?? entry.title,
      target_kind: entry.scope.targetKind,
      item_codes: entry.items,
      kind: kindOfEntry(entry),
      window_from: entry.window.from,
      window_to: entry.window.to,
    },
    newDraw(uuidv7(), { id, authority }, null, act.at),
    reviews,
    act,
  );
}
