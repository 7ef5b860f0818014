import type {
  SupervisionAttention,
  SupervisionCounted,
  SupervisionState,
  SupervisionSubjectKind,
} from "@shuangsui/contracts";
import { calendarsAsOf, stuckIds } from "@shuangsui/service-kit";
import { containing } from "../containing.ts";
import type { Work } from "../tables.ts";
import { isCounted, isOverdue } from "./figures.ts";
import { unanswered, type Supervision } from "./lifecycle.ts";
import { aboveOf } from "./store.ts";

export type SupervisionQuery = {
  after: string | null;
  limit: number;
  /** Whose: those of them that the scope sees. */
  authorities: readonly string[];
  orderedBy?: string | undefined;
  q?: string | undefined;
  state?: SupervisionState | undefined;
  subjectKind?: SupervisionSubjectKind | undefined;
  subject?: string | undefined;
  attention?: SupervisionAttention | undefined;
  counted?: SupervisionCounted | undefined;
  /** What waits for this authority: to be received and answered, or an answer to be looked at. */
  todo?: "answer" | "close" | undefined;
  caller: string;
};

/** A page of orders by id, the newest first, one row more than asked for. */
export async function listSupervisions(
  work: Work,
  query: SupervisionQuery,
  now: Date,
): Promise<Supervision[]> {
  let rows = work
    .selectFrom("supervision")
    .selectAll()
    .where("authority", "in", query.authorities)
    .orderBy("id", "desc")
    .limit(query.limit + 1);
  if (query.after !== null) rows = rows.where("id", "<", query.after);
  if (query.orderedBy !== undefined) rows = rows.where("ordered_by", "=", query.orderedBy);
  if (query.q !== undefined)
    rows = rows.where(containing(query.q, "supervision.text", "supervision.subject_title"));
  if (query.state !== undefined) rows = rows.where("state", "=", query.state);
  if (query.subjectKind !== undefined) rows = rows.where("subject_kind", "=", query.subjectKind);
  if (query.subject !== undefined) rows = rows.where("subject_id", "=", query.subject);
  if (query.todo === "answer")
    rows = rows.where("authority", "=", query.caller).where("state", "in", unanswered);
  if (query.todo === "close")
    rows = rows
      .where("state", "=", "answered")
      .where(({ or, eb }) =>
        or([eb("ordered_by", "=", query.caller), eb("escalated_to", "=", query.caller)]),
      );
  if (query.counted !== undefined) rows = rows.where(isCounted[query.counted]);
  if (query.attention === "overdue") rows = rows.where(isOverdue(now));
  if (query.attention === "stuck") rows = rows.where("id", "in", stuckIds("supervision", now));
  const [found, calendars] = await Promise.all([rows.execute(), calendarsAsOf(work)]);
  return found.map((row) => ({ ...row, calendars: calendars(row.authority), above: aboveOf(row) }));
}
