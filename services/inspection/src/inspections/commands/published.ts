import type { PublicationNotice } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision } from "../lifecycle.ts";

/**
 * Disclosure tells that something was published (article 30): the result, the fact where nothing was ready, which is a
 * breach, or another version. What it told before changes nothing.
 */
export function decidePublished(
  row: Inspection,
  { body: notice }: Command<PublicationNotice>,
): InspectionDecision {
  const at = new Date(notice.publishedAt);
  const facts = { version: notice.version, by: notice.by };
  const patch = { published_version: Math.max(row.published_version, notice.version) };
  // Nothing is ahead of a first publishing any more.
  const waives = ["moveDueTime", "publishEarly", "askPublication"] as const;
  if (notice.breach) {
    if (row.fact_published_at !== null) return { patch, events: [] };
    // That the window ended without a record is a breach that was counted when it did.
    if (row.record_missed_at !== null && (row.result_due === null || at < row.result_due))
      return {
        patch: { ...patch, fact_published_at: at },
        events: [{ type: "missing-record-published", facts }],
        waives,
      };
    return {
      patch: { ...patch, fact_published_at: at, breaches: row.breaches + 1 },
      events: [{ type: "fact-published", facts }],
      waives,
    };
  }
  if (row.state === "fed-back")
    return {
      patch: { ...patch, state: "published", published_at: at },
      events: [{ type: "published", facts }],
      waives,
    };
  return {
    patch,
    events: notice.version > row.published_version ? [{ type: "version-published", facts }] : [],
  };
}
