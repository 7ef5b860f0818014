import type { SupervisionAttention, SupervisionState, SupervisionSubjectKind } from "@shuangsui/contracts";
import { calendarsAsOf, stuckIds } from "@shuangsui/service-kit";
import { stuckKinds } from "../stuck.ts";
import type { Work } from "../tables.ts";
import { isOverdue } from "./figures.ts";
import type { Supervision } from "./lifecycle.ts";
import { aboveOf } from "./store.ts";

export type SupervisionQuery = {
  after: string | null;
  limit: number;
  /** Whose: those of them that the scope sees. */
  authorities: readonly string[];
  orderedBy?: string | undefined;
  state?: SupervisionState | undefined;
  subjectKind?: SupervisionSubjectKind | undefined;
  subject?: string | undefined;
  attention?: SupervisionAttention | undefined;
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
  if (query.state !== undefined) rows = rows.where("state", "=", query.state);
  if (query.subjectKind !== undefined) rows = rows.where("subject_kind", "=", query.subjectKind);
  if (query.subject !== undefined) rows = rows.where("subject_id", "=", query.subject);
  if (query.attention === "overdue") rows = rows.where(isOverdue(now));
  if (query.attention === "stuck") rows = rows.where("id", "in", stuckIds(stuckKinds.supervision, now));
  const [found, calendars] = await Promise.all([rows.execute(), calendarsAsOf(work)]);
  return found.map((row) => ({ ...row, calendars: calendars(row.authority), above: aboveOf(row) }));
}
