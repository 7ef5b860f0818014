import {
  Problem,
  seenBy,
  type CompletenessCode,
  type ListSource,
  type newSourceList,
} from "@shuangsui/contracts";
import { originNow, recordAudit, type Caller } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import type { Work } from "../register/register.ts";
import type { Window } from "../snapshot/store.ts";
import type { TargetKind } from "../snapshot/targets.ts";
import type { SourceListTable } from "./tables.ts";

type Counted = { code: CompletenessCode; value: number };

/** A row of such a list. */
export type SourceRow = z.output<typeof newSourceList>["rows"][number];

/**
 * Keeps a list that an authority brings, one a source and day; its rows come batch by batch, and none stays where one is refused.
 * @throws Problem `registry/duplicate`, and what `rows` throws
 */
export async function bringList(
  work: Work,
  { authority, actor }: Caller,
  { source, asOf }: Pick<z.output<typeof newSourceList>, "source" | "asOf">,
  rows: AsyncIterable<readonly SourceRow[]> | Iterable<readonly SourceRow[]>,
  at: Date,
): Promise<SourceListTable> {
  const before = await work
    .selectFrom("source_list")
    .select("id")
    .where("authority", "=", authority)
    .where("source", "=", source)
    .where("as_of", "=", asOf)
    .executeTakeFirst();
  if (before !== undefined) throw broughtAlready();
  const id = uuidv7();
  let brought = 0;
  // A row's list is looked for when all are there: how many there are is known then.
  for await (const batch of rows) {
    await addRows(work, { id, authority }, batch);
    brought += batch.length;
  }
  const list: SourceListTable = { id, authority, source, as_of: asOf, rows: brought, actor, at };
  const { numInsertedOrUpdatedRows: written } = await work
    .insertInto("source_list")
    .values(list)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (written !== 1n) throw broughtAlready();
  const origin = { authority, callerAuthority: authority, actor, ...originNow() };
  await recordAudit(work, [
    {
      ...{ at, ...origin, action: "source-list/brought", subject: id, code: null },
      ...{ before: null, after: { source, asOf, rows: brought } },
    },
  ]);
  return list;
}

const broughtAlready = () =>
  new Problem("registry/duplicate", "that source's list of that day was brought already");

async function addRows(
  work: Work,
  { id, authority }: { id: string; authority: string },
  rows: readonly SourceRow[],
): Promise<void> {
  const values = rows.map(({ targetKind, ...row }) => ({
    ...{ list_id: id, authority, target_kind: targetKind },
    ...row,
  }));
  await sql`
    insert into source_row select * from jsonb_populate_recordset(null::source_row, ${JSON.stringify(values)}::jsonb)`.execute(
    work,
  );
}

/** A page of lists, the newest brought first, one more than asked for where there are more. */
export function listLists(
  work: Work,
  { source, limit }: { source: ListSource | undefined; limit: number },
  before: string | null,
): Promise<SourceListTable[]> {
  return work
    .selectFrom("source_list")
    .selectAll()
    .$if(source !== undefined, (query) => query.where("source", "=", source ?? "permits"))
    .$if(before !== null, (query) => query.where("id", "<", before ?? ""))
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
}

/** The newest list of each source that each of these authorities has brought. */
const newest = (seen: readonly string[]) => sql`
  select distinct on (authority, source) * from source_list where authority = any(${seen}::text[])
  order by authority, source, as_of desc`;

/** How a code stands with these authorities: as a target in the registry, or on what ground it was taken out; no row where it never was there. */
const standing = (kind: TargetKind, seen: readonly string[]) =>
  kind === "entity"
    ? sql`
        select s.credit_code as code, case
            when bool_or(s.status = 'active') then case when min(e.business_state) in ('closed','revoked','moved-away') then min(e.business_state) end
            else min(s.removal_ground) end as ground
        from entity_supervision s join entity e on e.credit_code = s.credit_code
        where s.authority = any(${seen}::text[]) group by s.credit_code`
    : sql`
        select code, case when status = 'deregistered' then removal_ground
            when state in ('completed','given-up') then 'completed' end as ground
        from project where authority = any(${seen}::text[])`;

/** What is counted of a registry, against the newest lists of each source (articles 10, 12, 15). */
export async function completenessOf(
  work: Work,
  authority: string,
  kind: TargetKind,
  today: string,
  { from, until }: Window,
) {
  const seen = seenBy(authority);
  const [{ rows: lists }, { rows: removed }, { rows: missing }, { rows: inspectors }] = await Promise.all([
    sql<{ authority: string; source: ListSource; asOf: string; rows: number }>`
      select authority, source, as_of as "asOf", rows from (${newest(seen)}) as lists order by authority, source`.execute(
      work,
    ),
    sql<Counted>`
      select 'removed-' || ground as code, count(*)::integer as value from (${standing(kind, seen)}) as standing
      where ground is not null group by ground order by ground`.execute(work),
    sql<{ source: ListSource | null; value: number; removed: number }>`
      select source, count(distinct r.code) filter (where t.code is null)::integer as value,
        count(distinct r.code) filter (where t.ground is not null)::integer as removed
      from (${newest(seen)}) as lists join source_row r on r.list_id = lists.id and r.target_kind = ${kind}
        left join (${standing(kind, seen)}) as t on t.code = r.code
      group by grouping sets ((source), ()) order by source nulls last`.execute(work),
    sql<Counted>`
      select 'inspectors-' || reason as code, count(*)::integer as value from (
        select case when status = 'suspended' then 'suspended'
          when not certified @> ${today}::date or isempty(certified * days) then 'certificate'
          when away @> ${today}::date or away @> (certified * days) then 'leave' end as reason
        from inspector cross join lateral (select daterange(certificate_valid_from, certificate_valid_to, '[]') as certified,
          daterange(${from}::date, ${until}::date, '[]') as days,
          coalesce((select range_agg(daterange((leave->>'from')::date, (leave->>'until')::date, '[]'))
            from jsonb_array_elements(leaves) leave), '{}'::datemultirange) as away) as days_of
        where authority = ${authority} and status <> 'left') as reasons
      where reason is not null group by reason order by reason`.execute(work),
  ]);
  const statistics: Counted[] = [
    { code: "lists-compared", value: new Set(lists.map(({ source }) => source)).size },
    ...missing.flatMap(({ source, value }): Counted[] =>
      source === null ? [] : [{ code: `unregistered-${source}`, value }],
    ),
    ...removed,
    // Of all sources together, where there are any.
    ...(lists.length === 0 ? [] : missing)
      .filter(({ source }) => source === null)
      .map((all) => ({ code: "removed-still-listed" as const, value: all.removed })),
    ...inspectors,
  ];
  return { lists, statistics };
}

/** Somebody who stands in a list of another body and is no target of the registry. */
export type Unregistered = {
  authority: string;
  code: string;
  name: string;
  number: string | null;
  removalGround: string | null;
};

type UnregisteredQuery = { kind: TargetKind; source: ListSource; authority?: string | undefined };

/** The query of who stands in the newest lists of a source and is no target of the registry, by code, with the ground where it was taken out. */
export function unregisteredRows(viewer: string, { kind, source, authority }: UnregisteredQuery, after = "") {
  const seen = seenBy(viewer);
  const listed = authority === undefined ? seen : [authority];
  return sql<Unregistered>`
    select distinct on (r.code) r.authority, r.code, r.name, r.number, t.ground as "removalGround"
    from (${newest(listed)}) as lists join source_row r on r.list_id = lists.id and r.target_kind = ${kind}
      left join (${standing(kind, seen)}) as t on t.code = r.code
    where source = ${source} and (t.code is null or t.ground is not null) and r.code > ${after}
    order by r.code`;
}

/** A page of them, after a code, one more than asked for where there are more. */
export async function unregisteredIn(
  work: Work,
  viewer: string,
  { limit, ...query }: UnregisteredQuery & { limit: number },
  after: string,
): Promise<Unregistered[]> {
  const { rows } =
    await sql<Unregistered>`${unregisteredRows(viewer, query, after)} limit ${limit + 1}`.execute(work);
  return rows;
}
