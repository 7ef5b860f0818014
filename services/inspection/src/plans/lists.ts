import type { PlanState } from "@shuangsui/contracts";
import { calendarsAsOf, stuckIds } from "@shuangsui/service-kit";
import type { Editions } from "@shuangsui/workdays";
import { sql } from "kysely";
import { containing } from "../containing.ts";
import type { Work } from "../tables.ts";
import type { Plan } from "./lifecycle.ts";

export type PlanQuery = {
  after: string | null;
  limit: number;
  year?: number | undefined;
  authority?: string | undefined;
  q?: string | undefined;
  state?: PlanState | undefined;
  attention?: "stuck" | undefined;
  items?: readonly string[] | undefined;
};

/** A page of plans by id, each with its authority's calendar, one row more than asked for. */
export async function listPlans(
  work: Work,
  query: PlanQuery,
  now: Date,
): Promise<(Plan & { calendars: Editions })[]> {
  let rows = work
    .selectFrom("plan")
    .selectAll()
    .where("state", "!=", "deleted")
    .orderBy("id")
    .limit(query.limit + 1);
  if (query.after !== null) rows = rows.where("id", ">", query.after);
  if (query.year !== undefined) rows = rows.where("year", "=", query.year);
  if (query.authority !== undefined) rows = rows.where("authority", "=", query.authority);
  if (query.q !== undefined) rows = rows.where(containing(query.q, "plan.title"));
  if (query.state !== undefined) rows = rows.where("state", "=", query.state);
  const { items } = query;
  if (items !== undefined)
    rows = rows.where(
      sql<boolean>`exists (
        select from plan_revision written, jsonb_array_elements(written.entries) as entry
        where written.plan_id = plan.id and written.revision = plan.revision
          and entry -> 'items' ?| ${items}::text[])`,
    );
  if (query.attention === "stuck") rows = rows.where("id", "in", stuckIds("plan", now));
  const [found, calendars] = await Promise.all([rows.execute(), calendarsAsOf(work)]);
  return found.map((row) => ({ ...row, calendars: calendars(row.authority) }));
}
