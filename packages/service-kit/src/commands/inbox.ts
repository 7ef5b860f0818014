import { Problem, type CommandOutcome } from "@shuangsui/contracts";
import { sql, type Transaction } from "kysely";
import { createHash, randomUUID } from "node:crypto";
import type { Caller } from "../access/caller.ts";
import type { FrameTables } from "../frame-tables.ts";
import { originNow } from "../request-scope.ts";
import type { StoredCommand } from "./rule.ts";

type Work = Transaction<FrameTables>;

/** What is asked of a matter. */
export type Submission = {
  /** The caller's Idempotency-Key. */
  key: string;
  matterId: string;
  type: string;
  payload: unknown;
  caller: AskedBy;
  requestId: string;
};

/** Who asks: what is kept of a caller with a command. */
export type AskedBy = Pick<Caller, "authority" | "actor" | "inspector" | "service">;

/** Within whom a caller's keys are unique: its authority, or the system's own services together. */
function keySpaceOf(caller: AskedBy): string {
  return caller.service === true ? "service" : caller.authority;
}

/** The hash of what is asked. Who asks is no part of it: a retry under a renewed login is the same command. */
export function fingerprintOf(
  matterType: string,
  { matterId, type, payload }: Omit<Submission, "key">,
): string {
  return createHash("sha256")
    .update(JSON.stringify([matterType, matterId, type, payload ?? null]))
    .digest("hex");
}

/** The command that a caller's key was used for, or undefined. */
export function findByKey(work: Work, caller: AskedBy, key: string): Promise<StoredCommand | undefined> {
  return work
    .selectFrom("command")
    .selectAll()
    .where("caller", "=", keySpaceOf(caller))
    .where("key", "=", key)
    .executeTakeFirst();
}

/** @throws Problem `command/key-reused` unless the command is what is asked now */
export function requireSame(command: StoredCommand, fingerprint: string): void {
  if (command.fingerprint !== fingerprint) throw new Problem("command/key-reused");
}

/** The undecided commands on a matter in the order of their receipt. */
export function undecidedOn(work: Work, matterId: string): Promise<StoredCommand[]> {
  return work
    .selectFrom("command")
    .selectAll()
    .where("matter_id", "=", matterId)
    .where("told_at", "is", null)
    .where("outcome", "is", null)
    .orderBy("received_at")
    .orderBy("seq")
    .execute();
}

/** Notes that a worker is at a command that was sent again: it is not sent anew for a while. */
export async function holdOff(work: Work, id: string): Promise<void> {
  await work
    .updateTable("command")
    .set({ next_attempt_at: sql<Date>`clock_timestamp() + interval '10 minutes'` })
    .where("id", "=", id)
    .execute();
}

/** How a command ended. */
export type Ending = Pick<StoredCommand, "outcome" | "code" | "detail" | "places">;

export function endingOf(refusal: Problem | undefined): Ending {
  return {
    outcome: refusal === undefined ? "done" : "refused",
    code: refusal?.code ?? null,
    detail: refusal?.detail ?? null,
    places: refusal === undefined || refusal.places.length === 0 ? null : [...refusal.places],
  };
}

/** A command that was just received, as it is kept; undecided still. */
export function received(
  matter: { type: string; authority: string },
  submission: Submission,
  fingerprint: string,
  receivedAt: Date,
): StoredCommand & { seq: string } {
  return {
    id: randomUUID(),
    seq: "",
    authority: matter.authority,
    matter_type: matter.type,
    matter_id: submission.matterId,
    type: submission.type,
    payload: submission.payload ?? null,
    caller: keySpaceOf(submission.caller),
    key: submission.key,
    fingerprint,
    caller_authority: submission.caller.authority,
    actor: submission.caller.actor,
    inspector: submission.caller.inspector ?? null,
    request_id: submission.requestId,
    remote: originNow().remote,
    received_at: receivedAt,
    outcome: null,
    code: null,
    detail: null,
    places: null,
    decided_at: null,
    told_at: null,
    attempts: 0,
    next_attempt_at: receivedAt,
  };
}

const jsonOf = (places: Ending["places"]) => (places === null ? null : JSON.stringify(places));

/** Keeps a command, once a key. @throws the database's unique violation of `command_once_a_key` */
export async function keep(
  work: Work,
  command: StoredCommand,
  ending?: Ending & { told_at: Date | null },
): Promise<void> {
  const { seq: _seq, attempts: _attempts, next_attempt_at: _next, places: _places, ...columns } = command;
  await work
    .insertInto("command")
    .values({
      ...columns,
      payload: JSON.stringify(command.payload),
      ...(ending === undefined
        ? {}
        : { ...ending, places: jsonOf(ending.places), decided_at: command.received_at }),
    })
    .execute();
}

/** Notes how a command that was kept undecided ended. */
export async function end(work: Work, id: string, ending: Ending, decidedAt: Date): Promise<void> {
  await work
    .updateTable("command")
    .set({ ...ending, places: jsonOf(ending.places), decided_at: decidedAt, told_at: decidedAt })
    .where("id", "=", id)
    .execute();
}

/** Notes that a matter's workflow has heard of the commands that were decided without it. */
export async function markTold(work: Work, matterId: string, at: Date): Promise<void> {
  await work
    .updateTable("command")
    .set({ told_at: at })
    .where("matter_id", "=", matterId)
    .where("told_at", "is", null)
    .where("outcome", "is not", null)
    .execute();
}

/** What the caller is told of a command. */
export function outcomeOf(command: StoredCommand): CommandOutcome {
  return {
    commandId: command.id,
    status: command.outcome ?? "pending",
    ...(command.code === null ? {} : { code: command.code }),
    ...(command.detail === null ? {} : { detail: command.detail }),
    ...(command.places === null ? {} : { errors: command.places }),
    receivedAt: command.received_at.toISOString(),
    subject: command.matter_id,
  };
}
