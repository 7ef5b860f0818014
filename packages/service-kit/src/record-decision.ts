import { sql } from "kysely";
import { noteEvents } from "./feed/written.ts";
import type { FrameWork } from "./frame-tables.ts";
import type { Act, Decision, Matter } from "./matter.ts";

/**
 * Writes the parts of a decision that are alike in every domain: its events, its documents, what it owes and what it no
 * longer does. `row` is the matter as the decision left it; the domain's own `write` has updated it.
 */
export async function recordDecision(
  work: FrameWork,
  type: string,
  row: Matter,
  decision: Decision,
  act: Act,
): Promise<void> {
  const matter = { matter_type: type, matter_id: row.id, authority: row.authority };
  const { events, documents = [], owes = [], waives = [] } = decision;
  const writes: Promise<unknown>[] = [];
  if (events.length > 0) {
    noteEvents(work);
    writes.push(
      work
        .insertInto("event")
        .values(
          events.map((event, index) => ({
            ...matter,
            seq: sql<number>`(select coalesce(max(seq), 0) from event where matter_id = ${row.id}) + ${index + 1}::integer`,
            type: event.type,
            at: act.at,
            actor: act.actor,
            state: event.state ?? row.state,
            request_id: act.requestId,
            facts: JSON.stringify(event.facts ?? {}),
          })),
        )
        .execute(),
    );
  }
  for (const { kind, content } of documents)
    writes.push(
      work
        .insertInto("document")
        .values({
          ...matter,
          kind,
          revision: sql<number>`(select coalesce(max(revision), 0) + 1 from document where matter_id = ${row.id} and kind = ${kind})`,
          at: act.at,
          actor: act.actor,
          content: JSON.stringify(content),
        })
        .execute(),
    );
  if (waives.length > 0)
    writes.push(
      work
        .updateTable("outbox")
        .set({ done_at: act.at, refused_code: "waived" })
        .where("matter_id", "=", row.id)
        .where("deed", "in", waives)
        .where("done_at", "is", null)
        .execute(),
    );
  if (owes.length > 0)
    writes.push(
      work
        .insertInto("outbox")
        .values(
          owes.map((owed) => ({
            ...matter,
            deed: typeof owed === "string" ? owed : owed.deed,
            revision: typeof owed === "string" ? row.lock_version : owed.revision,
            request_id: act.requestId,
            owed_at: act.at,
          })),
        )
        // What was done once is owed again.
        .onConflict((again) =>
          again.columns(["matter_id", "deed", "revision"]).doUpdateSet({
            request_id: sql.ref("excluded.request_id"),
            owed_at: sql.ref("excluded.owed_at"),
            next_attempt_at: sql.ref("excluded.next_attempt_at"),
            done_at: null,
            refused_code: null,
            attempts: 0,
            last_code: null,
          }),
        )
        .execute(),
    );
  await Promise.all(writes);
}
