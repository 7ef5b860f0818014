import type {
  CountedFigure,
  DueSpan,
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
import type { Work } from "../tables.ts";
import {
  breachedIn,
  dueInColumn,
  dueSoonColumn,
  figureColumns,
  isCounted,
  isDueIn,
  isIn,
  isInWeek,
  isLead,
  urgency,
} from "./figures.ts";
import type { Inspection } from "./lifecycle.ts";

/** After which row a page begins: in a list by due time that row's is told too, null where it has none. */
export type AfterRow = { id: string; due?: Date | null };

/** Whose inspections are listed: said in each list, so that indexes serve it. */
export const whose = (authority: string, asked: string | undefined): readonly string[] =>
  asked === undefined ? seenBy(authority) : [asked];

/** Now, and the end of what is due soon, by the authority's calendar. */
export type TimesOf = (work: Work, authority: string) => Promise<{ now: Date; soon: Date }>;

/** By what a list is narrowed. */
export type Narrowing = {
  /** Whose: those of them that the scope sees. */
  authorities: readonly string[];
  /** Of the teams of this inspector alone; null: of all. */
  ofTeams: string | null;
  state?: InspectionState | undefined;
  states?: readonly InspectionState[] | undefined;
  kind?: InspectionKind | undefined;
  origin?: InspectionOrigin | undefined;
  campaign?: string | undefined;
  territory?: string | undefined;
  item?: string | undefined;
  lead?: string | undefined;
  targets?: readonly string[] | undefined;
  attention?: InspectionAttention | undefined;
  dueIn?: DueSpan | undefined;
  counted?: CountedFigure | undefined;
  openedIn?: string | undefined;
  checkedIn?: string | undefined;
  publishedIn?: string | undefined;
  breachedIn?: string | undefined;
};

export type ListQuery = Narrowing & { after: AfterRow | null; order: "id" | "due"; limit: number };
type Times = { now: Date; soon: Date };
/** A list is counted up to here. */
const mostCounted = 100_000;

/** Overdue: the due time has passed, that of a step that was missed or of the one that is waited for. What has ended has none. */
function overdue(now: Date): Expression<SqlBool> {
  return sql<SqlBool>`${urgency} <= ${now}`;
}

/** A page of inspections by id, or the most urgent first, one row more than asked for, so that the caller knows whether another page follows. */
export async function listInspections(work: Work, query: ListQuery, times: Times): Promise<Inspection[]> {
  let rows = narrowed(work, query, times)
    .selectAll()
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
  const [found, calendars] = await Promise.all([rows.execute(), calendarsAsOf(work)]);
  return found.map((row) => ({ ...row, calendars: calendars(row.authority) }));
}

/** How many inspections the list has, as far as it is counted. */
export async function countListed(
  work: Work,
  query: Narrowing,
  times: Times,
): Promise<{ number: number; isMore: boolean }> {
  const { number } = await work
    .selectFrom(
      narrowed(work, query, times)
        .select("id")
        .limit(mostCounted + 1)
        .as("listed"),
    )
    .select(sql<number>`count(*)::int`.as("number"))
    .executeTakeFirstOrThrow();
  return { number: Math.min(number, mostCounted), isMore: number > mostCounted };
}

function narrowed(work: Work, query: Narrowing, { now, soon }: Times) {
  let rows = work.selectFrom("inspection").where("authority", "in", query.authorities);
  if (query.ofTeams !== null)
    rows = rows.where("id", "in", (from) =>
      from.selectFrom("inspection_member").select("inspection_id").where("inspector_id", "=", query.ofTeams),
    );
  if (query.state !== undefined) rows = rows.where("state", "=", query.state);
  if (query.states !== undefined) rows = rows.where("state", "in", query.states);
  if (query.kind !== undefined) rows = rows.where("kind", "=", query.kind);
  if (query.origin !== undefined) rows = rows.where("origin", "=", query.origin);
  if (query.campaign !== undefined) rows = rows.where("campaign_id", "=", query.campaign);
  if (query.territory !== undefined) rows = rows.where(isIn(query.territory));
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
  if (query.targets !== undefined) rows = rows.where("target_code", "in", query.targets);
  if (query.counted !== undefined) rows = rows.where(isCounted(query.counted, now));
  if (query.dueIn !== undefined) rows = rows.where(isDueIn(query.dueIn, now));
  if (query.attention === "overdue") rows = rows.where(overdue(now));
  if (query.attention === "soon")
    rows = rows.where(sql<SqlBool>`${urgency} > ${now} and ${urgency} <= ${soon}`);
  if (query.attention === "stuck") rows = rows.where("id", "in", stuckIds("inspection", now));
  const inWeek = (at: string, week: string | undefined) => {
    if (week !== undefined) rows = rows.where(isInWeek(sql.ref(at), week));
  };
  inWeek("inspection.created_at", query.openedIn);
  inWeek("inspection.check_ended_at", query.checkedIn);
  inWeek("inspection.published_at", query.publishedIn);
  if (query.breachedIn !== undefined) rows = rows.where("id", "in", breachedIn(work, query.breachedIn));
  return rows;
}

/** The figures of each state, by authority, how many are due by `soon` and how many in which days: out of an index alone. */
export function countInspections(
  work: Work,
  { authorities, now, soon }: { authorities: readonly string[]; now: Date; soon: Date },
): Promise<z.infer<typeof inspectionCounts>["items"]> {
  return work
    .selectFrom("inspection")
    .select(["authority", "state", dueSoonColumn(now, soon), dueInColumn(now)])
    .select(figureColumns(now))
    .where("authority", "in", authorities)
    .groupBy(["authority", "state"])
    .orderBy("authority")
    .orderBy("state")
    .execute();
}
