import type { CampaignAttention, CampaignState } from "@shuangsui/contracts";
import { calendarsAsOf, stuckIds } from "@shuangsui/service-kit";
import type { Editions } from "@shuangsui/workdays";
import { sql } from "kysely";
import { containing } from "../containing.ts";
import type { Work } from "../tables.ts";
import { campaignEnds, type CampaignRow } from "./lifecycle.ts";

export type CampaignQuery = {
  after: string | null;
  limit: number;
  authority?: string | undefined;
  state?: CampaignState | undefined;
  plan?: string | undefined;
  /** In the title, or the number of the draw that it has now or had before. */
  q?: string | undefined;
  attention?: CampaignAttention | undefined;
  items?: readonly string[] | undefined;
};

/** A page of campaigns by id, each with its authority's calendar, one row more than asked for. */
export async function listCampaigns(
  work: Work,
  query: CampaignQuery,
  now: Date,
): Promise<(CampaignRow & { calendars: Editions })[]> {
  let rows = work
    .selectFrom("campaign")
    .selectAll()
    .orderBy("id")
    .limit(query.limit + 1);
  if (query.after !== null) rows = rows.where("id", ">", query.after);
  if (query.authority !== undefined) rows = rows.where("authority", "=", query.authority);
  if (query.state !== undefined) rows = rows.where("state", "=", query.state);
  if (query.plan !== undefined) rows = rows.where("plan_id", "=", query.plan);
  const { q, items } = query;
  if (items !== undefined) rows = rows.where(sql<boolean>`campaign.item_codes ?| ${items}::text[]`);
  if (q !== undefined)
    rows = rows.where(({ or, eb, selectFrom }) =>
      or([
        containing(q, "campaign.title"),
        eb("id", "in", selectFrom("draw").select("campaign_id").where("id", "=", q)),
      ]),
    );
  if (query.attention === "open") rows = rows.where("state", "not in", campaignEnds);
  if (query.attention === "stuck") rows = rows.where("id", "in", stuckIds("campaign", now));
  const [found, calendars] = await Promise.all([rows.execute(), calendarsAsOf(work)]);
  return found.map((row) => ({ ...row, calendars: calendars(row.authority) }));
}
