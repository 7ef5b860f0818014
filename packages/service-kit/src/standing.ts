import type { Clock, Reading } from "@shuangsui/clock";
import type { MatterInput, Standing } from "@shuangsui/contracts";
import { markTold, undecidedOn } from "./commands/inbox.ts";
import { applyElapsedTime, passesUntil } from "./elapsed-time.ts";
import type { Frame } from "./frame.ts";
import type { FrameWork } from "./frame-tables.ts";
import type { Domain } from "./domain.ts";
import type { Decision, Matter } from "./matter.ts";
import { owedBy } from "./outbox/outbox.ts";

/**
 * Writes down what time alone has done to a matter by now, and gives how it stands. Where a command is undecided, time
 * passes only as far as its receipt: it comes first. A matter that is not there (a restored database) is over.
 */
export async function passTime<W extends FrameWork, M extends Matter, D extends Decision>(
  { database, clock }: Pick<Frame<W>, "database" | "clock">,
  domain: Domain<W, M, D>,
  input: MatterInput,
): Promise<Standing> {
  return database.as(input.authority, async (work) => {
    const locked = await domain.lock(work, input.id, []);
    return locked === undefined ? missing : standAt(work, clock, domain, locked);
  });
}

/** The same, in the caller's transaction for a matter that it holds locked. */
export async function standAt<W extends FrameWork, M extends Matter, D extends Decision>(
  work: W,
  clock: Clock,
  domain: Domain<W, M, D>,
  locked: M,
): Promise<Standing> {
  const [reading, [undecided]] = await Promise.all([clock.read(work), undecidedOn(work, locked.id)]);
  const { now } = reading;
  const until = passesUntil(now, undecided);
  const matter = await applyElapsedTime(work, domain, locked, until);
  const [owed] = await Promise.all([owedBy(work, matter.id), markTold(work, matter.id, now)]);
  const standing = standingOf(domain, matter, owed, reading);
  const next = domain.lifecycle.nextAt(matter);
  return undecided !== undefined && next !== null && next <= now
    ? { ...standing, waitMs: patienceSince(undecided.received_at, reading) }
    : standing;
}

/** How a matter stands at a reading of the clock that owes these deeds. */
export function standingOf<W extends FrameWork, M extends Matter, D extends Decision>(
  { lifecycle, deedsAfter = {} }: Domain<W, M, D>,
  matter: M,
  owed: readonly string[],
  reading: Reading,
): Standing {
  const waiting = lifecycle.waiting(matter);
  const next = lifecycle.nextAt(matter);
  return {
    state: matter.state,
    lockVersion: matter.lock_version,
    waitingFor: waiting.for,
    dueAt: waiting.due?.toISOString() ?? null,
    // What is over has no workflow to wait: what time still does to it, the sweep wakes one for.
    waitMs: next === null || lifecycle.isOver(matter) ? null : Math.max(1, reading.until(next)),
    owes: owed.filter((deed) => deedsAfter[deed]?.some((before) => owed.includes(before)) !== true),
    over: lifecycle.isOver(matter) && owed.length === 0,
  };
}

const missing: Standing = {
  state: "missing",
  lockVersion: 0,
  waitingFor: "nothing",
  dueAt: null,
  waitMs: null,
  owes: [],
  over: true,
};

const leastPatienceMs = 1_000;
const mostPatienceMs = 60_000;

/**
 * How long to wait before asking again whether a command is decided that time waits for, in the engine's milliseconds. It
 * grows with the time that has passed, so that an outage fills no history.
 */
function patienceSince(receivedAt: Date, { now, until }: Reading): number {
  const passed = now.getTime() - receivedAt.getTime();
  const wait = until(new Date(now.getTime() + passed / 4));
  return Math.min(mostPatienceMs, Math.max(leastPatienceMs, wait));
}
