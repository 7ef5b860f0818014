import { actOfTime, calendarsAsOf, noteEvents } from "@shuangsui/service-kit";
import type { Work } from "../tables.ts";
import { newInspection } from "./creation.ts";
import type { DrawnInspection } from "./lifecycle.ts";

// All that campaigns and draws may ask of inspections once lots are cast.
export type { DrawnInspection } from "./lifecycle.ts";

/** How many rows go into one statement: well below PostgreSQL's 65,535 parameters. */
const batch = 500;

/** Writes the inspections that a draw made, with their teams; one whose target's name is not known owes to learn it. Idempotent by id. */
export async function createInspections(
  work: Work,
  drawn: readonly DrawnInspection[],
  at: Date,
): Promise<void> {
  for (let from = 0; from < drawn.length; from += batch)
    await createBatch(work, drawn.slice(from, from + batch), at);
}

async function createBatch(work: Work, drawn: readonly DrawnInspection[], at: Date): Promise<void> {
  const calendars = await calendarsAsOf(work);
  const created = await work
    .insertInto("inspection")
    .values(
      drawn.map((one) => {
        const { calendars: _same, ...row } = newInspection(one, at, calendars(one.authority));
        return { ...row, item_codes: JSON.stringify(row.item_codes), recusals: "[]" };
      }),
    )
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .execute();
  const createdIds = new Set(created.map(({ id }) => id));
  const fresh = drawn.filter(({ id }) => createdIds.has(id));
  if (fresh.length === 0) return;
  const { actor, requestId } = actOfTime(at);
  const matterOf = ({ id, authority }: DrawnInspection) => ({
    matter_type: "inspection",
    matter_id: id,
    authority,
    request_id: requestId,
  });
  const members = fresh.flatMap((one) =>
    one.members.map(({ inspectorId, ...seat }) => ({
      ...seat,
      inspection_id: one.id,
      authority: one.authority,
      inspector_id: inspectorId,
      since: at,
    })),
  );
  if (members.length > 0) await work.insertInto("inspection_member").values(members).execute();
  noteEvents(work);
  await work
    .insertInto("event")
    .values(
      fresh.map((one) => ({
        ...matterOf(one),
        seq: 1,
        type: one.rank === null ? "took-place-of-gone" : "drawn",
        at,
        actor,
        state: "drawn",
        facts: JSON.stringify({ drawId: one.drawId, rank: one.rank }),
      })),
    )
    .execute();
  const nameless = fresh.filter(({ targetName }) => targetName === null);
  if (nameless.length > 0)
    await work
      .insertInto("outbox")
      .values(nameless.map((one) => ({ ...matterOf(one), deed: "identifyTarget", revision: 1, owed_at: at })))
      .execute();
}
