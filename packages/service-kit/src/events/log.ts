import type { Selectable, Transaction } from "kysely";
import type { FrameTables } from "../frame-tables.ts";
import type { EventTable } from "./table.ts";

export type Event = Selectable<EventTable>;

/** The events of a matter in order. */
export function eventsOf(work: Transaction<FrameTables>, matterId: string): Promise<Event[]> {
  return work.selectFrom("event").selectAll().where("matter_id", "=", matterId).orderBy("seq").execute();
}

/** The newest document of each kind that a matter has, by kind. */
export async function latestDocuments(
  work: Transaction<FrameTables>,
  matterId: string,
): Promise<Map<string, unknown>> {
  const rows = await work
    .selectFrom("document")
    .distinctOn("kind")
    .select(["kind", "content"])
    .where("matter_id", "=", matterId)
    .orderBy("kind")
    .orderBy("revision", "desc")
    .execute();
  return new Map(rows.map((row) => [row.kind, row.content]));
}
