import { eventPrefix, placeText, Problem, type CloudEvent } from "@shuangsui/contracts";
import { sql, type RawBuilder, type Selectable } from "kysely";
import { seeingAll, type Scope } from "../scope.ts";
import type { FeedTable, FeedWork } from "./table.ts";

/** A row of the feed that has its place. */
export type FeedRow = Omit<Selectable<FeedTable>, "id" | "place"> & { place: number };

/** Which events somebody asks for: of these types (`inspection.record`) or kinds (`inspection`); none named: all. */
export type Wanted = { types: readonly string[]; kinds: readonly string[] };

/** Reads what was asked for, such as `cn.shuangsui.inspection`. */
export function wantedOf(names: readonly string[]): Wanted {
  const short = names.map((name) => name.slice(eventPrefix.length));
  return {
    types: short.filter((name) => name.includes(".")),
    kinds: short.filter((name) => !name.includes(".")),
  };
}

/** Whether an event is one of those asked for. */
export function isWanted({ types, kinds }: Wanted, row: Pick<FeedRow, "kind" | "type">): boolean {
  if (types.length + kinds.length === 0) return true;
  return kinds.includes(row.kind) || types.includes(`${row.kind}.${row.type}`);
}

/**
 * A part of the feed as an authority sees it: what is wanted of it, and the place up to which that is all.
 * @throws Problem `events/ahead`
 */
export async function readFeed(
  work: FeedWork,
  scope: Scope,
  { after, limit, wanted }: { after: number; limit: number; wanted: Wanted },
): Promise<{ rows: FeedRow[]; upTo: number }> {
  // Asked for first: what comes in between is found, but never passed over.
  const last = await seeingAll(work, scope, () => headOf(work));
  if (after > last) throw new Problem("events/ahead", `it has come to ${last}`);
  const rows = await rowsAfter(work, after, limit, wanted);
  const lastRead = rows.at(-1)?.place ?? after;
  return { rows, upTo: rows.length < limit ? Math.max(last, lastRead) : lastRead };
}

const all: Wanted = { types: [], kinds: [] };

/** The next events after a place that the transaction sees. */
export async function rowsAfter(
  work: FeedWork,
  after: number,
  limit: number,
  wanted: Wanted = all,
): Promise<FeedRow[]> {
  const { rows } = await sql<Omit<FeedRow, "place"> & { place: string }>`
    select place, authority, kind, type, subject, revision, at, state from feed
    where place > ${after} and ${wantedIn(wanted)} order by place limit ${limit}`.execute(work);
  return rows.map((row) => ({ ...row, place: Number(row.place) }));
}

/** The same as `isWanted`, of rows of the feed. */
function wantedIn({ types, kinds }: Wanted): RawBuilder<unknown> {
  if (types.length + kinds.length === 0) return sql`true`;
  return sql`(kind = any(${kinds}::text[]) or kind || '.' || type = any(${types}::text[]))`;
}

/** The last place that was given, where the transaction sees all authorities' events. */
export async function headOf(work: FeedWork): Promise<number> {
  const { rows } = await sql<{ head: string }>`select coalesce(max(place), 0) as head from feed`.execute(
    work,
  );
  return Number(rows[0]?.head ?? 0);
}

/** An event as it is told, of the service of that name. */
export function cloudEventOf(service: string, row: FeedRow): CloudEvent {
  return {
    specversion: "1.0",
    id: eventIdOf(row),
    source: `urn:shuangsui:${service}`,
    type: `${eventPrefix}${row.kind}.${row.type}`,
    subject: `${row.kind}/${row.subject}`,
    time: row.at.toISOString(),
    datacontenttype: "application/json",
    authority: row.authority,
    sequence: placeText(row.place),
    data: { kind: row.kind, id: row.subject, revision: row.revision, state: row.state },
  };
}

/** An event's id within its service: the same wherever and however often it is told. */
export function eventIdOf({
  kind,
  subject,
  revision,
}: Pick<FeedRow, "kind" | "subject" | "revision">): string {
  return `${kind}_${subject}_${revision}`;
}
