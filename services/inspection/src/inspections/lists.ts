import type {
  CountedFigure,
  InspectionAttention,
  inspectionCounts,
  InspectionKind,
  InspectionOrigin,
  InspectionState,
} from "@shuangsui/contracts";
import { seenBy } from "@shuangsui/contracts";
import { calendarsAsOf, stuckIds } from "@shuangsui/service-kit";
import { sql, type Expression, type SqlBool } from "kysely";
import type { z } from "zod";
import { stuckKinds } from "../stuck.ts";
import type { Work } from "../tables.ts";
import { dueSoonColumn, figureColumns, isCounted, isLead } from "./figures.ts";
import type { Inspection } from "./lifecycle.ts";

/** After which row a page begins: in a list by due time that row's is told too, null where it has none. */
export type AfterRow = { id: string; due?: Date | null };

/** Whose inspections are listed: said in each list, so that indexes serve it. */
export const whose = (authority: string, asked: string | undefined): readonly string[] =>
  asked === undefined ? seenBy(authority) : [asked];

/** Now, and the end of what is due soon, by the authority's calendar. */
export type TimesOf = (work: Work, authority: string) => Promise<{ now: Date; soon: Date }>;

export type ListQuery = {
  after: AfterRow | null;
  order: "id" | "due";
  limit: number;
  /** Whose: those of them that the scope sees. */
  authorities: readonly string[];
  /** Of the teams of this inspector alone; null: of all. */
  ofTeams: string | null;
  state?: InspectionState | undefined;
  kind?: InspectionKind | undefined;
  origin?: InspectionOrigin | undefined;
  campaign?: string | undefined;
  item?: string | undefined;
  lead?: string | undefined;
  attention?: InspectionAttention | undefined;
  counted?: CountedFigure | undefined;
};

/**
 * What has no due time comes last. As the indexes have it: under row-level security none is used for `coalesce`, which might
 * leak what it is given.
 */
const urgency = sql<Date>`(case when inspection.shown_due is null then 'infinity'::timestamptz else inspection.shown_due end)`;

/** Overdue: the due time has passed, that of a step that was missed or of the one that is waited for. What has ended has none. */
function overdue(now: Date): Expression<SqlBool> {
  return sql<SqlBool>`${urgency} <= ${now}`;
}

/** A page of inspections by id, or the most urgent first, one row more than asked for, so that the caller knows whether another page follows. */
export async function listInspections(
  work: Work,
  query: ListQuery,
  { now, soon }: { now: Date; soon: Date },
): Promise<Inspection[]> {
  let rows = work
    .selectFrom("inspection")
    .selectAll()
    .where("authority", "in", query.authorities)
    .limit(query.limit + 1);
  const { after } = query;
  if (query.order === "due") {
    rows = rows.orderBy(urgency).orderBy("id");
    if (after !== null)
      rows = rows.where(
        sql<SqlBool>`(${urgency}, inspection.id) > (${after.due ?? "infinity"}::timestamptz, ${after.id}::uuid)`,
      );
  } else {
    rows = rows.orderBy("id");
    if (after !== null) rows = rows.where("id", ">", after.id);
  }
  if (query.ofTeams !== null)
    rows = rows.where("id", "in", (from) =>
      from.selectFrom("inspection_member").select("inspection_id").where("inspector_id", "=", query.ofTeams),
    );
  if (query.state !== undefined) rows = rows.where("state", "=", query.state);
  if (query.kind !== undefined) rows = rows.where("kind", "=", query.kind);
  if (query.origin !== undefined) rows = rows.where("origin", "=", query.origin);
  if (query.campaign !== undefined) rows = rows.where("campaign_id", "=", query.campaign);
  if (query.item !== undefined)
    rows = rows.where(sql<SqlBool>`inspection.item_codes @> ${JSON.stringify([query.item])}::jsonb`);
  if (query.lead !== undefined)
    rows = rows.where("id", "in", (from) =>
      from
        .selectFrom("inspection_member")
        .select("inspection_id")
        .where("inspector_id", "=", query.lead ?? "")
        .where(isLead),
    );
  if (query.counted !== undefined) rows = rows.where(isCounted(query.counted, now));
  if (query.attention === "overdue") rows = rows.where(overdue(now));
  if (query.attention === "soon")
    rows = rows.where(sql<SqlBool>`${urgency} > ${now} and ${urgency} <= ${soon}`);
  if (query.attention === "stuck") rows = rows.where("id", "in", stuckIds(stuckKinds.inspection, now));
  const [found, calendars] = await Promise.all([rows.execute(), calendarsAsOf(work)]);
  return found.map((row) => ({ ...row, calendars: calendars(row.authority) }));
}

/** The figures of each state, by authority, and how many are due by `soon`: out of an index alone. */
export function countInspections(
  work: Work,
  { authorities, now, soon }: { authorities: readonly string[]; now: Date; soon: Date },
): Promise<z.infer<typeof inspectionCounts>["items"]> {
  return work
    .selectFrom("inspection")
    .select(["authority", "state", dueSoonColumn(now, soon)])
    .select(figureColumns(now))
    .where("authority", "in", authorities)
    .groupBy(["authority", "state"])
    .orderBy("authority")
    .orderBy("state")
    .execute();
}
