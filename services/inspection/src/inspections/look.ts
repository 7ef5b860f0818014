import type { Clock } from "@shuangsui/clock";
import { Problem } from "@shuangsui/contracts";
import { engineWait, hasUndecidedBefore, type Database } from "@shuangsui/service-kit";
import type { InspectionInput, InspectionView } from "@shuangsui/workflows/inspection/contract";
import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";
import {
  effectOf,
  elapsedAt,
  isOver,
  lookAgainAt,
  waitingOf,
  type Elapsed,
  type Inspection,
} from "./progress.ts";
import type { Act } from "../act.ts";
import { change, findInspection, lockInspection, mark } from "./store.ts";

/** Writes down what time alone has done to the inspection by now, and gives how it stands. */
export async function lookAt(
  database: Database<Tables>,
  clock: Clock,
  input: InspectionInput,
): Promise<InspectionView> {
  const now = await clock.now();
  const { view, again } = await database.as(input.authority, async (work) => {
    let row = await lockInspection(work, input.id);
    if (row === undefined) throw new Problem("not-found");
    if (row.started_at === null) {
      await mark(work, row.id, { started_at: now });
      row = { ...row, started_at: now, revision: row.revision + 1 };
    }
    for (let elapsed = elapsedAt(row, now); elapsed !== null; elapsed = elapsedAt(row, now)) {
      if (
        elapsed !== "reminder" &&
        row.due_at !== null &&
        (await hasUndecidedBefore(work, row.id, row.due_at))
      )
        return { view: await viewOf(work, row, now), again: { undecidedSince: row.due_at } };
      row = await timeDid(work, row, elapsed, now);
    }
    return { view: await viewOf(work, row, now), again: lookAgainAt(row, now) };
  });
  return { ...view, waitMs: await engineWait(clock, again, now) };
}

/** Writes down what time had done by `until`, before something that was received then. Gives the inspection as it is after that. */
export async function passTime(
  work: Transaction<Tables>,
  before: Inspection,
  until: Date,
): Promise<Inspection> {
  let row = before;
  for (let elapsed = elapsedAt(row, until); elapsed !== null; elapsed = elapsedAt(row, until))
    row = await timeDid(work, row, elapsed, until);
  return row;
}

async function timeDid(
  work: Transaction<Tables>,
  row: Inspection,
  elapsed: Elapsed,
  now: Date,
): Promise<Inspection> {
  const act: Act = { at: now, actor: "system", requestId: null };
  const breach = { breaches: row.breaches + 1 };
  const missed = { due: row.due_at?.toISOString() ?? null };
  switch (elapsed) {
    case "confirmed":
      return change(work, row, { state: "confirmed" }, "confirmed", act, { byItself: true });
    case "lapsed":
      return change(work, row, { state: "lapsed" }, "lapsed", act, { windowTo: row.window_to });
    case "record-missed":
      return change(work, row, { record_missed_at: now, ...breach }, elapsed, act, missed);
    case "report-missed":
      return change(work, row, { report_missed_at: now, ...breach }, elapsed, act, missed);
    case "feedback-missed":
      return change(work, row, { feedback_missed_at: now, ...breach }, elapsed, act, missed);
    case "reminder":
      return change(work, row, { reminders: row.reminders + 1 }, "reminded", act, missed);
    default:
      return elapsed satisfies never;
  }
}

/** How an inspection stands, as its workflow is told. */
export async function viewOf(work: Transaction<Tables>, row: Inspection, now: Date): Promise<InspectionView> {
  const alternate = row.alternate_id === null ? undefined : await findInspection(work, row.alternate_id);
  const effect = effectOf(row, now, alternate !== undefined && alternate.started_at === null);
  const waiting = waitingOf(row);
  return {
    revision: row.revision,
    state: row.state,
    waitingFor: waiting.for,
    dueAt: waiting.due?.toISOString() ?? null,
    waitMs: null,
    effect,
    over: isOver(row, effect),
  };
}
