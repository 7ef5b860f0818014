import type { InspectionEventType } from "@shuangsui/contracts";
import { actOfTime, calendarsAsOf, noteEvents, type Act } from "@shuangsui/service-kit";
import type { Work } from "../tables.ts";
import { newInspection } from "./creation.ts";
import type { DrawnInspection, OrderedInspection } from "./lifecycle.ts";

// All that campaigns and draws may ask of inspections once lots are cast.
export type { DrawnInspection } from "./lifecycle.ts";

type NewInspection = DrawnInspection | OrderedInspection;

/** How many rows go into one statement: it is written while all else in this process waits. */
const batch = 200;

/** Writes the inspections that a draw or an order made, with their teams; one whose target's name is not known owes to learn it. Idempotent by id. */
export async function createInspections(
  work: Work,
  made: readonly NewInspection[],
  at: Date,
  act: Act = actOfTime(at),
): Promise<void> {
  for (let from = 0; from < made.length; from += batch)
    await createBatch(work, made.slice(from, from + batch), act);
}

async function createBatch(
  work: Work,
  made: readonly NewInspection[],
  { at, actor, requestId }: Act,
): Promise<void> {
  const calendars = await calendarsAsOf(work);
  const created = await work
    .insertInto("inspection")
    .values(
      made.map((one) => {
        const { calendars: _same, ...row } = newInspection(one, at, calendars(one.authority));
        return { ...row, item_codes: JSON.stringify(row.item_codes), recusals: "[]", signatures: "[]" };
      }),
    )
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .execute();
  const createdIds = new Set(created.map(({ id }) => id));
  const fresh = made.filter(({ id }) => createdIds.has(id));
  if (fresh.length === 0) return;
  const matterOf = ({ id, authority }: NewInspection) => ({
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
        ...firstEventOf(one),
        at,
        actor,
        state: "drawn",
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

function firstEventOf(one: NewInspection): { type: InspectionEventType; facts: string } {
  if (!("drawId" in one)) {
    const { origin, teamBy, emergency } = one;
    return { type: "ordered", facts: JSON.stringify({ origin, teamBy, emergency }) };
  }
  const { drawId, rank } = one;
  return {
    type: rank === null ? "took-place-of-gone" : "drawn",
    facts: JSON.stringify({ drawId, rank }),
  };
}
