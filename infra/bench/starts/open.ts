import { inspectionList, type CampaignDetail } from "@shuangsui/contracts";
import type { Client } from "@shuangsui/temporal-kit";
import { setTimeout as pause } from "node:timers/promises";
import { inspectionWorkflowType } from "../../../workflows/inspection/contract.ts";
import { ok, windowFrom, witnessedCampaign } from "../../sample/officials.ts";
import { until } from "../../sample/people.ts";
import type { Entry } from "../inspections/campaign.ts";
import { windowDays, witnesses } from "../inspections/county.ts";
import { officialOf, type Site } from "../site.ts";

/** How long all that is started may take to be there. */
const patienceMs = 20 * 60_000;

/** How many workflows of a type the engine's list has. */
export async function countOf(client: Client, workflowType: string): Promise<number> {
  return (await client.workflow.count(`WorkflowType = '${workflowType}'`)).count;
}

/** Waits until the engine's list has so many workflows of a type. @throws Error where it has not in time */
export async function startedBy(client: Client, workflowType: string, wanted: number): Promise<Date> {
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < patienceMs) {
    count = await countOf(client, workflowType);
    if (count >= wanted) return new Date();
    await pause(100);
  }
  throw new Error(`waited in vain for ${wanted} workflows of the type ${workflowType}: there are ${count}`);
}

/** Draws a campaign and waits until the engine has the workflow of each of its inspections. Tells how long that took. */
export async function openCampaign(
  site: Site,
  client: Client,
  entry: Entry,
): Promise<{ campaign: CampaignDetail; seconds: number }> {
  const official = officialOf(site);
  const before = await countOf(client, inspectionWorkflowType);
  const read = await witnessedCampaign(official, entry, windowFrom(new Date(), windowDays), witnesses);
  const campaign = await until(read, ({ inspections }) => inspections > 0, "the draw", 6_000);
  const at = await startedBy(client, inspectionWorkflowType, before + campaign.inspections);
  const seconds = (at.getTime() - new Date(campaign.draw.drawnAt ?? 0).getTime()) / 1000;
  return { campaign, seconds };
}

/** Some of a campaign's inspections, at most 500. */
export async function inspectionsOf(site: Site, campaignId: string, limit: number): Promise<string[]> {
  const official = officialOf(site);
  const list = await official.get(`/api/v1/inspections?campaign=${campaignId}&limit=${limit}`);
  return inspectionList.parse(ok(list, "the inspections")).items.map(({ id }) => id);
}
