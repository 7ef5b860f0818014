import { Problem } from "@shuangsui/contracts";

/** Where a publication stands: open (nothing ready), ready, published (may get further versions), withdrawn (closed, with a last version or none). */
export type PublicationState = "open" | "ready" | "published" | "withdrawn";

/** What was done to a publication by time or by a command: what stands ready is published, or the fact, or nothing can be. */
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

/** Only a deadline that is still ahead of a first publishing moves. @throws Problem `publication/wrong-state` */
export function requireOpen(state: PublicationState): void {
  if (state !== "open" && state !== "ready")
    throw new Problem("publication/wrong-state", `state is ${state}`);
}

/** What the public knows, a version or a breach, is not dropped. @throws Problem `publication/wrong-state` */
export function requireUnknown(publication: { state: PublicationState; breached: boolean }): void {
  requireOpen(publication.state);
  if (publication.breached) throw new Problem("publication/wrong-state", "its breach is on record");
}

/** A withdrawn publication stays as it is. @throws Problem `publication/wrong-state` */
export function requireNotWithdrawn(state: PublicationState): void {
  if (state === "withdrawn") throw new Problem("publication/wrong-state", "it was withdrawn");
}
