import type { Domain } from "./domain.ts";
import type { FrameWork } from "./frame-tables.ts";
import { actOfTime, type Decision, type Matter } from "./matter.ts";
import { writeDecision } from "./write-decision.ts";

/** How far time passes now: a command that is undecided comes first, as of its receipt. */
export function passesUntil(now: Date, undecided: { received_at: Date } | undefined): Date {
  return undecided === undefined || undecided.received_at > now ? now : undecided.received_at;
}

/** Writes down what time alone has done by `until`, in the caller's transaction. Gives the matter as it is then. */
export async function applyElapsedTime<W extends FrameWork, M extends Matter, D extends Decision>(
  work: W,
  domain: Domain<W, M, D>,
  before: M,
  until: Date,
): Promise<M> {
  let matter = before;
  for (
    let decision = domain.lifecycle.elapsed(matter, until);
    decision !== null;
    decision = domain.lifecycle.elapsed(matter, until)
  )
    matter = await writeDecision(work, domain, matter, decision, actOfTime(until), { action: "time" });
  return matter;
}
