import type { CampaignAttention, CampaignState } from "@shuangsui/contracts";
import { stuckIds } from "@shuangsui/service-kit";
import { stuckKinds } from "../stuck.ts";
import type { Work } from "../tables.ts";
import type { CampaignRow } from "./lifecycle.ts";

export type CampaignQuery = {
  after: string | null;
  limit: number;
  authority?: string | undefined;
  state?: CampaignState | undefined;
  plan?: string | undefined;
  attention?: CampaignAttention | undefined;
};

/** A page of campaigns by id, one row more than asked for. */
export function listCampaigns(work: Work, query: CampaignQuery, now: Date): Promise<CampaignRow[]> {
  let rows = work
    .selectFrom("campaign")
    .selectAll()
    .orderBy("id")
    .limit(query.limit + 1);
  if (query.after !== null) rows = rows.where("id", ">", query.after);
  if (query.authority !== undefined) rows = rows.where("authority", "=", query.authority);
  if (query.state !== undefined) rows = rows.where("state", "=", query.state);
  if (query.plan !== undefined) rows = rows.where("plan_id", "=", query.plan);
  if (query.attention === "stuck") rows = rows.where("id", "in", stuckIds(stuckKinds.campaign, now));
  return rows.execute();
}
