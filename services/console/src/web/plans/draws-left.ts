import type { CampaignSummary, PlanDetail, PlannedEntry } from "@shuangsui/contracts";

type Campaign = Pick<CampaignSummary, "id" | "title" | "entryId" | "state">;

/**
 * Of an entry of the plan in force, the campaigns that were begun and how many there may be (article 20); undefined where the plan in force
 * does not have it. Cancelled ones do not count, but for those whose draw was committed to, which the service alone knows.
 */
export function drawsLeft(
  {
    publishedRevision,
    publishedEntries,
    entries,
  }: Pick<PlanDetail, "publishedRevision" | "publishedEntries" | "entries">,
  entryId: string,
  campaigns: readonly Campaign[],
): { inForce: PlannedEntry; made: readonly Campaign[]; most: number } | undefined {
  if (publishedRevision === null) return undefined;
  const inForce = (publishedEntries ?? entries).find(({ id }) => id === entryId);
  if (inForce === undefined) return undefined;
  const made = campaigns.filter((one) => one.entryId === entryId && one.state !== "cancelled");
  return { inForce, made, most: inForce.frequency ?? 0 };
}
