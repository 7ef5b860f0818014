import type { PublicSupervision, SupervisionCounted, supervisionCounts } from "@shuangsui/contracts";
import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { z } from "zod";
import type { Work } from "../tables.ts";
import { unanswered } from "./lifecycle.ts";

/** 逾期: its due time has passed, and it is not answered. */
export function isOverdue(now: Date): RawBuilder<SqlBool> {
  return sql<SqlBool>`(state in (${sql.join(unanswered)}) and due_at <= ${now})`;
}

/** Which orders a figure counts: neither closed nor withdrawn; answered, and no due time of which ever passed. */
export const isCounted: Readonly<Record<SupervisionCounted, RawBuilder<SqlBool>>> = {
  open: sql<SqlBool>`ended_at is null`,
  answeredInTime: sql<SqlBool>`(answered_at is not null and breaches = 0)`,
};

/** What is counted of supervision orders (article 4), each by one expression, wherever it is shown. */
export function countSupervisions(
  work: Work,
  now: Date,
): Promise<z.infer<typeof supervisionCounts>["items"]> {
  return work
    .selectFrom("supervision")
    .select([
      "authority",
      sql<number>`count(*)::int`.as("count"),
      sql<number>`(count(*) filter (where ${isCounted.open}))::int`.as("open"),
      sql<number>`(count(*) filter (where ${isOverdue(now)}))::int`.as("overdue"),
      sql<number>`(count(*) filter (where state = 'escalated'))::int`.as("escalated"),
      sql<number>`(count(*) filter (where escalated_at is not null))::int`.as("escalations"),
      sql<number>`(count(*) filter (where ${isCounted.answeredInTime}))::int`.as("answeredInTime"),
    ])
    .groupBy("authority")
    .orderBy("authority")
    .execute();
}

/** The same as the public is told: numbers alone. */
export async function publicSupervisions(work: Work, now: Date): Promise<PublicSupervision[]> {
  return (await countSupervisions(work, now)).map(({ authority, count, answeredInTime, escalations }) => ({
    authority,
    count,
    answeredInTime,
    escalations,
  }));
}
