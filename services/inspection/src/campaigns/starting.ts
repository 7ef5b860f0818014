import type { MatterInput } from "@shuangsui/contracts";
import type { ScopedDatabase } from "@shuangsui/service-kit";
import { inspectionsToStart } from "../inspections/of-campaign.ts";
import type { Work } from "../tables.ts";

/** The ids of at most `limit` of a campaign's inspections that come after one, in the order of ids, for its workflow to start. */
export function nextToStart(
  database: ScopedDatabase<Work>,
  { id, authority }: MatterInput,
  after: string | null,
  limit: number,
): Promise<string[]> {
  return database.as(authority, (work) => inspectionsToStart(work, id, after, limit));
}
