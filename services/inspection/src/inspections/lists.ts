import type { inspectionCounts, InspectionState } from "@shuangsui/contracts";
import {
  sql,
  type Expression,
  type ExpressionBuilder,
  type Selectable,
  type SqlBool,
  type Transaction,
} from "kysely";
import type { z } from "zod";
import type { Tables } from "../tables.ts";
import type { Inspection } from "./progress.ts";
import type { EventTable } from "./tables.ts";

type Work = Transaction<Tables>;

/** After which row a page begins: in a list by due time that row's is told too, null where it has none. */
export type AfterRow = { id: string; due?: Date | null };

export type ListQuery = {
  after: AfterRow | null;
  order: "id" | "due";
  limit: number;
  state?: InspectionState | undefined;
  authority?: string | undefined;
  campaign?: string | undefined;
  attention?: "overdue" | "stuck" | undefined;
};

export type Listed = Inspection & { stuck: boolean };

/** Time moves an inspection by itself within seconds; one that it has not moved for this long after its due time is stuck. */
const stuckAfter = sql<string>`interval '1 day'`;

/** Overdue: the due time has passed, that of a step that was missed or of the one that is waited for. */
function overdue(now: Date): Expression<SqlBool> {
  return sql<SqlBool>`(ended_at is null and shown_due <= ${now})`;
}

/** Not overdue yet, and due by then. */
function dueBy(then: Date, now: Date): Expression<SqlBool> {
  return sql<SqlBool>`(ended_at is null and shown_due > ${now} and shown_due <= ${then})`;
}

/** What has no due time comes last. */
const urgency = sql<Date>`coalesce(shown_due, 'infinity'::timestamptz)`;

/** Stuck: the engine has not taken a command though it was sent again, or has let a due time pass. */
function stuck(now: Date): Expression<SqlBool> {
  return sql<SqlBool>`(coalesce(ended_at is null and due_at <= ${now}::timestamptz - ${stuckAfter}, false)
    or exists (select from command where subject_id = inspection.id::text and outcome is null and attempts >= 3))`;
}

/** A page of inspections by id, or the most urgent first, one row more than asked for, so that the caller knows whether another page follows. */
export async function listInspections(work: Work, query: ListQuery, now: Date): Promise<Listed[]> {
  let rows = work
    .selectFrom("inspection")
    .selectAll()
    .select(stuckColumn(now))
    .limit(query.limit + 1);
  const { after } = query;
  if (query.order === "due") {
    rows = rows.orderBy(urgency).orderBy("id");
    if (after !== null)
      rows = rows.where(
        sql<SqlBool>`(${urgency}, id) > (${after.due ?? "infinity"}::timestamptz, ${after.id}::uuid)`,
      );
  } else {
    rows = rows.orderBy("id");
    if (after !== null) rows = rows.where("id", ">", after.id);
  }
  if (query.state !== undefined) rows = rows.where("state", "=", query.state);
  if (query.authority !== undefined) rows = rows.where("authority", "=", query.authority);
  if (query.campaign !== undefined) rows = rows.where("campaign_id", "=", query.campaign);
  if (query.attention === "overdue") rows = rows.where(overdue(now));
  if (query.attention === "stuck") rows = rows.where(stuck(now));
  return rows.execute();
}

function stuckColumn(now: Date) {
  return (_builder: ExpressionBuilder<Tables, "inspection">) => sql<boolean>`${stuck(now)}`.as("stuck");
}

/** One inspection as lists show it, or undefined where the scope sees none. */
export function readInspection(work: Work, id: string, now: Date): Promise<Listed | undefined> {
  return work
    .selectFrom("inspection")
    .selectAll()
    .select(stuckColumn(now))
    .where("id", "=", id)
    .executeTakeFirst();
}

/** How many inspections are in each state, by authority, and how many of them are overdue, due by `soon`, or in breach. */
export function countInspections(
  work: Work,
  now: Date,
  soon: Date,
): Promise<z.infer<typeof inspectionCounts>["items"]> {
  return work
    .selectFrom("inspection")
    .select([
      "authority",
      "state",
      sql<number>`count(*)::int`.as("count"),
      sql<number>`(count(*) filter (where ${overdue(now)}))::int`.as("overdue"),
      sql<number>`(count(*) filter (where ${dueBy(soon, now)}))::int`.as("dueSoon"),
      sql<number>`sum(breaches)::int`.as("breaches"),
    ])
    .groupBy(["authority", "state"])
    .orderBy("authority")
    .orderBy("state")
    .execute();
}

/** An inspection's events in order. */
export function eventsOf(work: Work, id: string): Promise<Selectable<EventTable>[]> {
  return work
    .selectFrom("inspection_event")
    .selectAll()
    .where("inspection_id", "=", id)
    .orderBy("seq")
    .execute();
}
