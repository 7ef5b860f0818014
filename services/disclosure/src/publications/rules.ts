import { Problem } from "@shuangsui/contracts";
import type { PublicationState } from "@shuangsui/workflows/publication/contract";

/** What the deadline does by itself: what stands ready is published, or the fact, or nothing can be. */
export type AtDeadline = "publish-ready" | "publish-fact" | "breach-only" | null;

/**
 * What the deadline does by itself (articles 17, 30): what stands ready is published; where nothing does, the fact
 * with the breach counted; where there is no fact to tell, the breach alone.
 */
export function atDeadline(
  publication: { state: PublicationState; dueAt: Date; hasFact: boolean; breached: boolean },
  now: Date,
): AtDeadline {
  if (now < publication.dueAt) return null;
  if (publication.state === "ready") return "publish-ready";
  if (publication.state !== "open" || publication.breached) return null;
  return publication.hasFact ? "publish-fact" : "breach-only";
}

/** Article 30: an official publishes what stands ready. @throws Problem `publication/nothing-to-publish`, `publication/wrong-state` */
export function requireReady(state: PublicationState): void {
  if (state === "open") throw new Problem("publication/nothing-to-publish");
  if (state !== "ready") throw new Problem("publication/wrong-state", `state is ${state}`);
}

/** What the public does not know yet: neither a version nor a breach. */
export function isUnknown(publication: { state: PublicationState; breached: boolean }): boolean {
  return (publication.state === "open" || publication.state === "ready") && !publication.breached;
}

/**
 * Only a deadline that has not passed moves, and what the public knows, a version or a breach, is not dropped.
 * @throws Problem `publication/wrong-state`
 */
export function requireUnknown(publication: { state: PublicationState; breached: boolean }): void {
  if (isUnknown(publication)) return;
  throw new Problem(
    "publication/wrong-state",
    publication.breached ? "its breach is on record" : `state is ${publication.state}`,
  );
}

/** A withdrawn publication stays as it is. @throws Problem `publication/wrong-state` */
export function requireNotWithdrawn(state: PublicationState): void {
  if (state === "withdrawn") throw new Problem("publication/wrong-state", "it was withdrawn");
}

/** What came of a higher revision of the subject is never overwritten by a lower. @throws Problem `publication/superseded` */
export function requireNotSuperseded(revision: number, known: number): void {
  if (revision < known) throw new Problem("publication/superseded", `revision ${known} is known`);
}
