import type { Clock } from "@shuangsui/clock";
import { Problem } from "@shuangsui/contracts";
import { engineWait, type Database } from "@shuangsui/service-kit";
import { calendar, remindAt } from "@shuangsui/workdays";
import type { PublicationInput, PublicationView } from "@shuangsui/workflows/publication/contract";
import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";
import { atDeadline } from "./rules.ts";
import {
  change,
  lockPublication,
  publishVersion,
  undecidedBefore,
  untoldVersion,
  type Act,
  type Publication,
} from "./store.ts";

/** Reminders go out this many working days before a deadline with nothing ready. */
const remindersBefore = [2, 1] as const;

/** Does what time alone does by now, and gives how the publication stands. */
export async function lookAt(
  database: Database<Tables>,
  clock: Clock,
  input: PublicationInput,
): Promise<PublicationView> {
  const now = await clock.now();
  const { view, again } = await database.as(input.authority, async (work) => {
    let row = await lockPublication(work, input.id);
    if (row === undefined) throw new Problem("not-found");
    if (deadlineOf(row, now) !== null && (await undecidedBefore(work, row.id, row.due_at)).length > 0)
      return { view: await viewOf(work, row), again: { undecidedSince: row.due_at } };
    row = await timeDid(work, row, now);
    return { view: await viewOf(work, row), again: lookAgainAt(row) };
  });
  return { ...view, waitMs: await engineWait(clock, again, now) };
}

function deadlineOf(row: Publication, now: Date) {
  return atDeadline(
    { state: row.state, dueAt: row.due_at, hasFact: row.fact !== null, breached: row.breached_at !== null },
    now,
  );
}

/** Does what the deadline and the reminders had to do by `until`, in the caller's transaction. What goes public does so now. */
export async function timeDid(
  work: Transaction<Tables>,
  before: Publication,
  now: Date,
  until = now,
): Promise<Publication> {
  const act: Act = { at: now, actor: "system", requestId: null };
  let row = before;
  for (let next = nextReminder(row); next !== null && until >= next; next = nextReminder(row))
    row = await change(work, row, { reminders: row.reminders + 1 }, "reminded", act, {
      due: row.due_at.toISOString(),
    });
  const does = deadlineOf(row, until);
  switch (does) {
    case null:
      return row;
    case "publish-ready":
      if (row.ready === null) throw new Problem("internal");
      return publishVersion(
        work,
        row,
        {
          content: row.ready,
          by: "deadline",
          breach: false,
          reason: row.ready_reason ?? "到期自动公示",
          state: "published",
        },
        act,
      );
    case "publish-fact":
      if (row.fact === null) throw new Problem("internal");
      return publishVersion(
        work,
        row,
        { content: row.fact, by: "deadline", breach: true, reason: "到期无可公示内容", state: "published" },
        act,
      );
    case "breach-only":
      return change(work, row, { breached_at: now }, "breach", act, { due: row.due_at.toISOString() });
    default:
      return does satisfies never;
  }
}

function nextReminder(row: Publication): Date | null {
  if (row.state !== "open" || row.breached_at !== null) return null;
  const before = remindersBefore[row.reminders];
  return before === undefined ? null : remindAt(calendar, row.due_at, before);
}

function lookAgainAt(row: Publication): Date | null {
  if (row.state === "ready") return row.due_at;
  if (row.state !== "open" || row.breached_at !== null) return null;
  return nextReminder(row) ?? row.due_at;
}

/** How a publication stands, as its workflow is told. */
export async function viewOf(work: Transaction<Tables>, row: Publication): Promise<PublicationView> {
  const untold = await untoldVersion(work, row.id);
  const ahead = row.state === "open" || row.state === "ready";
  return {
    revision: row.revision,
    state: row.state,
    waitingFor: row.state === "open" ? "content" : row.state === "ready" ? "publishing" : "nothing",
    dueAt: ahead ? row.due_at.toISOString() : null,
    waitMs: null,
    effect: untold === undefined ? null : "tell",
    over: !ahead && untold === undefined,
  };
}
