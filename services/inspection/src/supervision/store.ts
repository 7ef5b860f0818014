import { superiorsOf, type SupervisionOrder } from "@shuangsui/contracts";
import { calendarsOf, recordDecision, type Act, type FindBehind } from "@shuangsui/service-kit";
import type { Work } from "../tables.ts";
import { answerDue } from "./deadlines.ts";
import {
  afterChange,
  supervisionLifecycle,
  type Supervision,
  type SupervisionDecision,
  type SupervisionRow,
} from "./lifecycle.ts";
import type { Subject } from "./subjects.ts";

/** Its name in commands, events and the outbox. */
export const supervisionType = "supervision";

/** The order, or undefined where the scope sees none. */
export async function findSupervision(work: Work, id: string): Promise<Supervision | undefined> {
  const row = await work.selectFrom("supervision").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : withCalendars(work, row);
}

/** The same, locked for change; undefined where the scope may not change it. */
export async function lockSupervision(work: Work, id: string): Promise<Supervision | undefined> {
  const row = await work
    .selectFrom("supervision")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : withCalendars(work, row);
}

async function withCalendars(work: Work, row: SupervisionRow): Promise<Supervision> {
  return { ...row, calendars: await calendarsOf(work, row.authority), above: aboveOf(row) };
}

/** The superior of who ordered it; null where nobody is above. */
export function aboveOf({ ordered_by: orderedBy }: Pick<SupervisionRow, "ordered_by">): string | null {
  return superiorsOf(orderedBy).at(-1) ?? null;
}

/** Keeps an order that a superior gives. It is a row of who must answer. */
export async function insertSupervision(
  work: Work,
  id: string,
  orderedBy: string,
  { text, workdays }: Pick<SupervisionOrder, "text" | "workdays">,
  subject: Subject,
  act: Act,
): Promise<void> {
  const { authority } = subject;
  const calendars = await calendarsOf(work, authority);
  const due = answerDue(calendars, act.at, workdays);
  const row: SupervisionRow = {
    id,
    authority,
    ordered_by: orderedBy,
    actor: act.actor,
    subject_kind: subject.kind,
    subject_id: subject.id,
    subject_title: subject.title,
    text,
    state: "opened",
    lock_version: 1,
    ...due,
    reminders: 0,
    received_at: null,
    answered_at: null,
    late: false,
    missed_at: null,
    breaches: 0,
    escalated_at: null,
    escalated_to: null,
    ended_at: null,
    look_at: null,
    created_at: act.at,
    updated_at: act.at,
  };
  const lookAt = supervisionLifecycle.nextAt({ ...row, calendars, above: aboveOf(row) });
  await work
    .insertInto("supervision")
    .values({ ...row, look_at: lookAt })
    .execute();
  const facts = { orderedBy, due: due.due_at.toISOString() };
  await recordDecision(work, supervisionType, row, { patch: {}, events: [{ type: "opened", facts }] }, act);
}

/** Writes a decision on an order, and gives it as it is then. */
export async function writeSupervision(
  work: Work,
  order: Supervision,
  decision: SupervisionDecision,
  act: Act,
): Promise<Supervision> {
  const after = afterChange(order, decision.patch, act.at);
  await work
    .updateTable("supervision")
    .set({
      ...decision.patch,
      lock_version: after.lock_version,
      look_at: after.look_at,
      updated_at: after.updated_at,
    })
    .where("id", "=", order.id)
    .execute();
  await recordDecision(work, supervisionType, after, decision, act);
  return after;
}

/** An authority's orders whose answer is awaited and whose day was reckoned by an older calendar, for the mover. */
export const supervisionsBehind: FindBehind<Work> = async (work, { authority, version, after, limit }) => {
  const rows = await work
    .selectFrom("supervision")
    .select("id")
    .where("authority", "=", authority)
    .where("look_at", "is not", null)
    .where("calendar_version", "<", version)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
};
