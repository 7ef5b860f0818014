import type { inspectionCounts, InspectionState } from "@shuangsui/contracts";
import { stuckAttempts } from "@shuangsui/service-kit";
import { sql, type Expression, type SqlBool } from "kysely";
import type { z } from "zod";
import type { Work } from "../tables.ts";
import type { Inspection } from "./lifecycle.ts";

/** After which row a page begins: in a list by due time that row's is told too, null where it has none. */
export type AfterRow = { id: string; due?: Date | null };

export type ListQuery = {
  after: AfterRow | null;
  order: "id" | "due";
  limit: number;
  /** Whose: those of them that the scope sees. */
  authorities: readonly string[];
  state?: InspectionState | undefined;
  campaign?: string | undefined;
  attention?: "overdue" | "stuck" | undefined;
};

/** What does not go on by itself as it should, and with what it failed last. */
export type StuckCause = { deed: string; code: string };
export type Listed = Inspection & { stuck: StuckCause | null };

/**
 * What has no due time comes last. As the indexes have it: under row-level security none is used for `coalesce`, which might
 * leak what it is given.
 */
const urgency = sql<Date>`(case when inspection.shown_due is null then 'infinity'::timestamptz else inspection.shown_due end)`;

/** Overdue: the due time has passed, that of a step that was missed or of the one that is waited for. What has ended has none. */
function overdue(now: Date): Expression<SqlBool> {
  return sql<SqlBool>`${urgency} <= ${now}`;
}

/** Time moves an inspection by itself within seconds; one that it has not moved for this long is stuck. */
const forgottenSince = (now: Date) => sql<Date>`${now}::timestamptz - interval '1 day'`;
/** Of the outbox and the commands, what was tried in vain often enough. As the indexes have it. */
const owedInVain = sql<SqlBool>`done_at is null and attempts >= ${sql.lit(stuckAttempts)}`;
const toldInVain = sql<SqlBool>`told_at is null and attempts >= ${sql.lit(stuckAttempts)}`;
const unanswered = sql.lit("unanswered");

/** Why an inspection is stuck: what it owes fails, its workflow does not hear, or time does not move it; null where nothing is. */
function stuckCause(now: Date): Expression<StuckCause | null> {
  return sql<StuckCause | null>`(select to_json(cause) from (
      select deed, coalesce(last_code, 'unknown') as code from outbox where matter_id = inspection.id and ${owedInVain}
      union all
      select type, ${unanswered} from command where matter_id = inspection.id and ${toldInVain}
      union all
      select 'passTime', ${unanswered} where inspection.look_at <= ${forgottenSince(now)}
    ) as cause limit 1)`;
}

/** Stuck by any of these. */
function stuck(now: Date): Expression<SqlBool> {
  return sql<SqlBool>`inspection.id in (
      select matter_id from outbox where matter_type = 'inspection' and ${owedInVain}
      union all
      select matter_id from command where matter_type = 'inspection' and ${toldInVain}
      union all
      select late.id from inspection as late where late.look_at <= ${forgottenSince(now)}
    )`;
}

/** A page of inspections by id, or the most urgent first, one row more than asked for, so that the caller knows whether another page follows. */
export function listInspections(work: Work, query: ListQuery, now: Date): Promise<Listed[]> {
  let rows = selectListed(work, now)
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
  if (query.state !== undefined) rows = rows.where("state", "=", query.state);
  if (query.campaign !== undefined) rows = rows.where("campaign_id", "=", query.campaign);
  if (query.attention === "overdue") rows = rows.where(overdue(now));
  if (query.attention === "stuck") rows = rows.where(stuck(now));
  return rows.execute();
}

/** One inspection as lists show it, or undefined where the scope sees none. */
export function readInspection(work: Work, id: string, now: Date): Promise<Listed | undefined> {
  return selectListed(work, now).where("id", "=", id).executeTakeFirst();
}

function selectListed(work: Work, now: Date) {
  return work
    .selectFrom("inspection")
    .selectAll()
    .select(sql<StuckCause | null>`${stuckCause(now)}`.as("stuck"));
}

/**
 * How many inspections are in each state, by authority, and how many of them are overdue, due by `soon`, or in breach: out
 * of an index alone.
 */
export function countInspections(
  work: Work,
  { authorities, now, soon }: { authorities: readonly string[]; now: Date; soon: Date },
): Promise<z.infer<typeof inspectionCounts>["items"]> {
  return work
    .selectFrom("inspection")
    .select([
      "authority",
      "state",
      sql<number>`count(*)::int`.as("count"),
      sql<number>`(count(*) filter (where shown_due <= ${now}))::int`.as("overdue"),
      sql<number>`(count(*) filter (where shown_due > ${now} and shown_due <= ${soon}))::int`.as("dueSoon"),
      sql<number>`sum(breaches)::int`.as("breaches"),
    ])
    .where("authority", "in", authorities)
    .groupBy(["authority", "state"])
    .orderBy("authority")
    .orderBy("state")
    .execute();
}
