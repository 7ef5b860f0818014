import type { InspectionState } from "@shuangsui/contracts";
import {
  sql,
  type Expression,
  type ExpressionBuilder,
  type Selectable,
  type SqlBool,
  type Transaction,
} from "kysely";
import type { Tables } from "../tables.ts";
import type { Inspection } from "./progress.ts";
import type { EventTable } from "./tables.ts";

type Work = Transaction<Tables>;

export type ListQuery = {
  after: string | null;
  limit: number;
  state?: InspectionState | undefined;
  authority?: string | undefined;
  campaign?: string | undefined;
  attention?: "overdue" | "stuck" | undefined;
};

export type Listed = Inspection & { stuck: boolean };

/** Time moves an inspection by itself within seconds; one that it has not moved for this long after its due time is stuck. */
const stuckAfter = sql<string>`interval '1 day'`;

/** Overdue: the due time has passed, or a step that was missed is still open. */
function overdue(now: Date): Expression<SqlBool> {
  return sql<SqlBool>`(ended_at is null and (due_at <= ${now}
    or (record_missed_at is not null and check_ended_at is null)
    or (report_missed_at is not null and signed_at is null)
    or (feedback_missed_at is not null and fed_back_at is null)))`;
}

/** Stuck: the engine has not taken a command though it was sent again, or has let a due time pass. */
function stuck(now: Date): Expression<SqlBool> {
  return sql<SqlBool>`(coalesce(ended_at is null and due_at <= ${now}::timestamptz - ${stuckAfter}, false)
    or exists (select from command where subject_id = inspection.id::text and outcome is null and attempts >= 3))`;
}

/** A page of inspections by id, one row more than asked for, so that the caller knows whether another page follows. */
export async function listInspections(work: Work, query: ListQuery, now: Date): Promise<Listed[]> {
  let rows = work
    .selectFrom("inspection")
    .selectAll()
    .select(stuckColumn(now))
    .orderBy("id")
    .limit(query.limit + 1);
  if (query.after !== null) rows = rows.where("id", ">", query.after);
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

/** How many inspections are in each state, by authority, and how many of them are overdue or in breach. */
export function countInspections(
  work: Work,
  now: Date,
): Promise<
  { authority: string; state: InspectionState; count: number; overdue: number; breaches: number }[]
> {
  return work
    .selectFrom("inspection")
    .select([
      "authority",
      "state",
      sql<number>`count(*)::int`.as("count"),
      sql<number>`(count(*) filter (where ${overdue(now)}))::int`.as("overdue"),
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
