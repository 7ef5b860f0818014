import type { StuckCause } from "@shuangsui/contracts";
import { sql, type RawBuilder } from "kysely";
import type { FrameWork } from "./frame-tables.ts";
import { stuckAttempts } from "./outbox/table.ts";

/**
 * All that is stuck of the matters of one kind, whose table has its name, a line each: what the outbox hands over in vain, what workflows are told in
 * vain, and what time should have moved a day ago, though it moves all within seconds. As the partial indexes have it.
 */
function stuckOf(kind: string, now: Date): RawBuilder<unknown> {
  const inVain = sql`attempts >= ${sql.lit(stuckAttempts)}`;
  return sql`(
      select matter_id, authority, 'deed' as kind, deed as name, last_code as code, owed_at as since
      from outbox where matter_type = ${kind} and done_at is null and ${inVain}
      union all
      select matter_id, authority, 'command', type, case when outcome is null then 'undecided' else 'untold' end, received_at
      from command where matter_type = ${kind} and told_at is null and ${inVain}
      union all
      select id, authority, 'time', 'time', 'unanswered', look_at
      from ${sql.table(kind)} where look_at <= ${now}::timestamptz - interval '1 day'
    ) as stuck`;
}

/** The ids of the stuck ones of a kind, as a query to compare an id with. */
export function stuckIds(kind: string, now: Date): RawBuilder<string> {
  return sql<string>`(select matter_id from ${stuckOf(kind, now)})`;
}

/** Why those of these matters are stuck that are, by id: each cause once, the oldest first. */
export async function stuckCausesOf(
  work: FrameWork,
  kind: string,
  ids: readonly string[],
  now: Date,
): Promise<Map<string, StuckCause[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Omit<StuckCause, "since"> & { matterId: string; since: Date }>`
    select matter_id as "matterId", kind, name, (array_agg(code order by since desc))[1] as code, min(since) as since
    from ${stuckOf(kind, now)} where matter_id = any(${ids}::uuid[])
    group by matter_id, kind, name order by since, name`.execute(work);
  const causes = new Map<string, StuckCause[]>();
  for (const { matterId, since, ...cause } of rows)
    causes.set(matterId, [...(causes.get(matterId) ?? []), { ...cause, since: since.toISOString() }]);
  return causes;
}

/** How many of a kind are stuck, by authority. */
export async function countStuck(
  work: FrameWork,
  kind: string,
  now: Date,
): Promise<{ authority: string; count: number }[]> {
  const { rows } = await sql<{ authority: string; count: number }>`
    select authority, count(distinct matter_id)::int as count from ${stuckOf(kind, now)}
    group by authority order by authority`.execute(work);
  return rows;
}
