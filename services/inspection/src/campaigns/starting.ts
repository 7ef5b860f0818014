import type { MatterInput } from "@shuangsui/contracts";
import type { Frame } from "@shuangsui/service-kit";
import type { StartingInspection } from "@shuangsui/workflows/campaign/contract";
import { inspectionsToStart } from "../inspections/of-campaign.ts";
import type { Work } from "../tables.ts";

/** At most `limit` of a campaign's inspections that come after one, in the order of ids, for its workflow to start. */
export function nextToStart(
  { database, clock }: Pick<Frame<Work>, "database" | "clock">,
  { id, authority }: MatterInput,
  after: string | null,
  limit: number,
): Promise<StartingInspection[]> {
  return database.as(authority, (work) => inspectionsToStart(work, clock, id, after, limit));
}
