import { Problem, type AuditFacts, type newProposal, type proposalAnswer } from "@shuangsui/contracts";
import { originNow, recordAudit, type Caller } from "@shuangsui/service-kit";
import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import type { Work } from "../../register/register.ts";
import { sharedChanges, sharedFields } from "../rules.ts";
import { lockEntity, sharedEntities, supervisorsOf } from "../store.ts";
import { decideAnswer, requireMayPropose } from "./rules.ts";
import { applyProposal } from "./settle.ts";
import { addAnswer, answersOf, endProposal, findProposal, lockKey, proposalUnder } from "./store.ts";
import type { Answer, Proposal } from "./tables.ts";

/**
 * Proposes a change of what several authorities share of an entity (article 5), once a key.
 * @throws Problem `command/key-reused`, and as `requireMayPropose` refuses
 */
export async function propose(
  work: Work,
  caller: Caller,
  key: string,
  code: string,
  asked: z.output<typeof newProposal>,
  at: Date,
): Promise<Proposal> {
  const { authority, actor } = caller;
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([code, asked]))
    .digest("hex");
  await lockKey(work, authority, key);
  const made = await proposalUnder(work, authority, key);
  if (made !== undefined) {
    if (made.fingerprint !== fingerprint) throw new Problem("command/key-reused");
    return made;
  }
  if (!(await lockEntity(work, code))) throw new Problem("authority/not-yours");
  const row = (await sharedEntities(work, [code])).get(code);
  if (row === undefined) throw new Problem("not-found");
  const supervisions = await supervisorsOf(work, authority, code);
  const { reason, ...change } = asked;
  requireMayPropose(authority, row, change, supervisions);
  const fields = sharedChanges(row, change);
  const valuesOf = (value: (field: (typeof fields)[number]) => unknown) =>
    JSON.stringify(Object.fromEntries(fields.map((field) => [field, value(field)])));
  const id = uuidv7();
  await recordAct(work, "entities/proposed", code, { caller, at }, { proposal: id, fields });
  return work
    .insertInto("proposal")
    .values({
      id,
      authority,
      actor,
      key,
      fingerprint,
      credit_code: code,
      version: row.version,
      changes: valuesOf((field) => change[field]),
      before: valuesOf((field) => row[sharedFields[field]]),
      reason,
      proposed_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * Answers a proposal (article 5); the last consent writes what it proposes. The same answer again changes nothing.
 * @throws Problem `not-found`, and as `decideAnswer` refuses
 */
export async function answer(
  work: Work,
  caller: Caller,
  { code, id }: { code: string; id: string },
  { consent, reason }: z.output<typeof proposalAnswer>,
  at: Date,
): Promise<Proposal> {
  const { authority, actor } = caller;
  if (!(await lockEntity(work, code))) throw new Problem("not-found");
  const proposal = await findProposal(work, code, id);
  if (proposal === undefined) throw new Problem("not-found");
  const answers = (await answersOf(work, [id])).get(id) ?? [];
  const supervisions = await supervisorsOf(work, authority, code);
  const status = decideAnswer(proposal, answers, supervisions, { authority, consent });
  if (status === null) return proposal;
  const given: Answer = { proposal_id: id, authority, actor, consent, reason, at };
  await addAnswer(work, given);
  await recordAct(work, "entities/answered", code, { caller, at }, { proposal: id, consent, status });
  if (status === "applied") await applyProposal(work, proposal, [...answers, given], { caller, at });
  else if (status !== "open") await endProposal(work, id, { status }, at);
  return (await findProposal(work, code, id)) ?? proposal;
}

/** Puts on record who proposed or answered (articles 32, 33); what is proposed stays in the proposal. */
async function recordAct(
  work: Work,
  action: string,
  subject: string,
  { caller, at }: { caller: Caller; at: Date },
  after: AuditFacts,
): Promise<void> {
  const { authority, actor } = caller;
  const origin = { authority, callerAuthority: authority, actor, ...originNow() };
  await recordAudit(work, [{ at, ...origin, action, subject, code: null, before: null, after }]);
}
