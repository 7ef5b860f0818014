import type { CampaignState } from "@shuangsui/contracts";
import type { Work } from "../tables.ts";
import type { CampaignRow } from "./lifecycle.ts";

export type CampaignQuery = {
  after: string | null;
  limit: number;
  authority?: string | undefined;
  state?: CampaignState | undefined;
  plan?: string | undefined;
};

/** A page of campaigns by id, one row more than asked for. */
export function listCampaigns(work: Work, query: CampaignQuery): Promise<CampaignRow[]> {
  let rows = work
    .selectFrom("campaign")
    .selectAll()
    .orderBy("id")
    .limit(query.limit + 1);
  if (query.after !== null) rows = rows.where("id", ">", query.after);
  if (query.authority !== undefined) rows = rows.where("authority", "=", query.authority);
  if (query.state !== undefined) rows = rows.where("state", "=", query.state);
  if (query.plan !== undefined) rows = rows.where("plan_id", "=", query.plan);
  return rows.execute();
}
