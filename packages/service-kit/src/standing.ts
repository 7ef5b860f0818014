import type { Clock } from "@shuangsui/clock";
import type { MatterInput, Standing } from "@shuangsui/contracts";
import { markTold, undecidedOn } from "./commands/inbox.ts";
import { applyElapsedTime, type Frame } from "./commands/handler.ts";
import type { FrameWork } from "./frame-tables.ts";
import type { Domain } from "./domain.ts";
import type { Decision, Matter } from "./matter.ts";
import { owedBy } from "./outbox/outbox.ts";

/** Which deeds must be done before others of the same matter. */
export type DeedOrder = Readonly<Record<string, { readonly after?: readonly string[] }>>;

/** When time is to be written down next: at an instant, or after some patience while a command is undecided. */
type NextLook = Date | { undecidedSince: Date } | null;

/**
 * Writes down what time alone has done to a matter by now, and gives how it stands. Where a command is undecided, time
 * passes only as far as its receipt: it comes first. A matter that is not there (a restored database) is over.
 */
export async function passTime<W extends FrameWork, M extends Matter, D extends Decision>(
  { database, clock }: Pick<Frame<W>, "database" | "clock">,
  domain: Domain<W, M, D>,
  deeds: DeedOrder,
  input: MatterInput,
): Promise<Standing> {
  const stood = await database.as(input.authority, async (work) => {
    const locked = await domain.lock(work, input.id, []);
    return locked === undefined ? undefined : standAt(work, clock, domain, deeds, locked);
  });
  return stood === undefined ? missing : withWait(clock, stood);
}

/** How a matter stands by `now`, in the transaction that read it, and when time is to be written down next. */
export type Stood = { standing: Standing; next: NextLook; now: Date };

/** The same as `passTime`, in the caller's transaction for a matter that it holds locked. */
export async function standAt<W extends FrameWork, M extends Matter, D extends Decision>(
  work: W,
  clock: Clock,
  domain: Domain<W, M, D>,
  deeds: DeedOrder,
  locked: M,
): Promise<Stood> {
  const [now, [undecided]] = await Promise.all([clock.now(work), undecidedOn(work, locked.id)]);
  const until = undecided === undefined || undecided.received_at > now ? now : undecided.received_at;
  const matter = await applyElapsedTime(work, domain, locked, until);
  await markTold(work, matter.id, now);
  const at = domain.lifecycle.nextAt(matter);
  const waits = undecided !== undefined && at !== null && at <= now;
  const next: NextLook = waits ? { undecidedSince: undecided.received_at } : at;
  return { standing: await standingOf(work, domain, deeds, matter), next, now };
}

/** A standing with how long the engine waits. The clock is asked for that when no transaction is open. */
export async function withWait(clock: Clock, { standing, next, now }: Stood): Promise<Standing> {
  return { ...standing, waitMs: await engineWait(clock, next, now) };
}

const missing: Standing = {
  state: "missing",
  waitingFor: "nothing",
  dueAt: null,
  waitMs: null,
  owes: [],
  over: true,
};

async function standingOf<W extends FrameWork, M extends Matter, D extends Decision>(
  work: W,
  { lifecycle }: Domain<W, M, D>,
  deeds: DeedOrder,
  matter: M,
): Promise<Standing> {
  const owed = await owedBy(work, matter.id);
  const waiting = lifecycle.waiting(matter);
  return {
    state: matter.state,
    waitingFor: waiting.for,
    dueAt: waiting.due?.toISOString() ?? null,
    waitMs: null,
    owes: owed.filter((deed) => deeds[deed]?.after?.some((before) => owed.includes(before)) !== true),
    over: lifecycle.isOver(matter) && owed.length === 0,
  };
}

const leastPatienceMs = 1_000;
const mostPatienceMs = 60_000;

/** The engine's milliseconds until then. Patience grows with the time that has passed, so that an outage fills no history. */
async function engineWait(clock: Clock, next: NextLook, now: Date): Promise<number | null> {
  if (next === null) return null;
  if (next instanceof Date) return Math.max(1, await clock.waitUntil(next));
  const passed = now.getTime() - next.undecidedSince.getTime();
  const wait = await clock.waitUntil(new Date(now.getTime() + passed / 4));
  return Math.min(mostPatienceMs, Math.max(leastPatienceMs, wait));
}
