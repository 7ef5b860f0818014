import type { AuditFacts } from "@shuangsui/contracts";
import { recordAudit, type NewAuditEntry } from "./audit/entries.ts";
import type { Domain } from "./domain.ts";
import type { FrameWork } from "./frame-tables.ts";
import type { Act, Decision, Matter } from "./matter.ts";

/** What a decision was made for, as the audit trail names it: a command by its type, `deed`, or `time`. */
export type DecidedFor = {
  action: string;
  /** What it was asked with, beside the act: a command's id and fingerprint, a deed's name. */
  facts?: AuditFacts;
} & Partial<Pick<NewAuditEntry, "callerAuthority" | "remote">>;

/** Writes a decision, and with it the entry of the audit trail (articles 32, 33). Gives the matter as it is then. */
export async function writeDecision<W extends FrameWork, M extends Matter, D extends Decision>(
  work: W,
  domain: Pick<Domain<W, M, D>, "type" | "write">,
  before: M,
  decision: D,
  act: Act,
  decidedFor: DecidedFor,
): Promise<M> {
  const [after] = await Promise.all([
    domain.write(work, before, decision, act),
    recordAudit(work, [auditOf(domain.type, before, decision, act, decidedFor)]),
  ]);
  return after;
}

/** How the audit trail tells of a decision. Texts and personal data are in commands and documents: here are ids, states and names alone. */
export function auditOf(
  type: string,
  before: Matter,
  { patch, events }: Decision,
  act: Act,
  { action, facts = {}, callerAuthority = null, remote = null }: DecidedFor,
): NewAuditEntry {
  const state = "state" in patch && typeof patch.state === "string" ? patch.state : before.state;
  return {
    at: act.at,
    authority: before.authority,
    callerAuthority,
    actor: act.actor,
    action: `${type}/${action}`,
    subject: before.id,
    code: null,
    before: { state: before.state, version: before.lock_version },
    after: { state, version: before.lock_version + 1, events: events.map((event) => event.type), ...facts },
    remote,
    requestId: act.requestId,
  };
}
