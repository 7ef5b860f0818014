import { Problem } from "@shuangsui/contracts";
import type { PublicationState } from "@shuangsui/workflows/publication/contract";
import type { Publication } from "./tables.ts";

/** Working days within which a list of items, or a change of it, is public (articles 6, 8; as a plan's adjustment, article 17). */
export const listWorkdays = 5;

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

/** In which a first version, or what renews the one before, is still to come out. */
export const unpublished: readonly PublicationState[] = ["open", "ready"];

type Known = { state: PublicationState; version: number; breached_at: Date | null };

/** What is still to come out: a first version, of which no breach is known either, or what renews the one before. */
export function isToCome({ state, version, breached_at: breachedAt }: Known): boolean {
  return version > 0 ? state === "ready" : unpublished.includes(state) && breachedAt === null;
}

/**
 * Only a deadline that has not passed moves, and what the public knows, a version or a breach, is not dropped.
 * @throws Problem `publication/wrong-state`
 */
export function requireToCome(publication: Known): void {
  if (isToCome(publication)) return;
  throw new Problem(
    "publication/wrong-state",
    publication.breached_at === null ? `state is ${publication.state}` : "its breach is on record",
  );
}

/** What is opened is not public yet, nor its breach. @throws Problem `publication/wrong-state` */
export function requireFirst(publication: Known): void {
  requireToCome(publication);
  if (publication.version > 0) throw new Problem("publication/wrong-state", "it is public");
}

/** What is renewed is public, in a version at least. @throws Problem `publication/wrong-state` */
export function requirePublic({ state, version }: { state: PublicationState; version: number }): void {
  if (version > 0 && state !== "withdrawn" && state !== "taken-down") return;
  throw new Problem("publication/wrong-state", `state is ${state}, in version ${version}`);
}

/** A publication that was withdrawn or taken down stays as it is. @throws Problem `publication/wrong-state` */
export function requireNotClosed(state: PublicationState): void {
  if (state === "withdrawn" || state === "taken-down")
    throw new Problem("publication/wrong-state", `it was ${state}`);
}

type Termed = { kind: Publication["kind"]; state: PublicationState; version: number };

/** Whether it is a result that the public reads: plans have no term. */
export function isPublicResult({ kind, state, version }: Termed): boolean {
  return kind === "result" && version > 0 && (state === "published" || state === "withdrawn");
}

/** What is taken down is a result that is public. @throws Problem `publication/wrong-state` */
export function requireTakable(publication: Termed): void {
  if (isPublicResult(publication)) return;
  throw new Problem("publication/wrong-state", `state is ${publication.state} of a ${publication.kind}`);
}

/** What came of a higher revision of the subject is never overwritten by a lower. @throws Problem `publication/superseded` */
export function requireNotSuperseded(revision: number, known: number): void {
  if (revision < known) throw new Problem("publication/superseded", `revision ${known} is known`);
}
