import { Problem, type ProblemCode } from "@shuangsui/contracts";
import type { Domain } from "../domain.ts";
import { applyElapsedTime } from "../elapsed-time.ts";
import type { FrameWork } from "../frame-tables.ts";
import type { Logger } from "../logger.ts";
import type { Decision, Matter } from "../matter.ts";
import { writeDecision } from "../write-decision.ts";
import { endingOf, type Ending } from "./inbox.ts";
import type { StoredCommand } from "./rule.ts";

/** The matter as a command leaves it, how the command ended, and whether the matter's workflow is to be told. */
type Decided<M> = { matter: M; ending: Ending; tell: boolean };

/**
 * Decides a command after what time had done by its receipt, and writes that down, with what time does at once then (a day of
 * reminding that has begun). A refusal writes nothing but what time had done. @throws whatever is no refusal
 */
export async function decide<W extends FrameWork, M extends Matter, D extends Decision>(
  work: W,
  domain: Domain<W, M, D>,
  before: M,
  command: StoredCommand,
  prepared: Prepared | undefined,
): Promise<Decided<M>> {
  const matter = await applyElapsedTime(work, domain, before, command.received_at);
  let decision: D;
  try {
    if (prepared !== undefined && "refusal" in prepared) throw prepared.refusal;
    const rule = domain.commands[command.type];
    if (rule === undefined) throw new Problem("not-found");
    decision = await rule.decide(work, matter, command, prepared?.known);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { matter, ending: endingOf(error), tell: matter !== before };
  }
  const act = { at: command.received_at, actor: command.actor, requestId: command.request_id };
  const decided = await writeDecision(work, domain, matter, decision, act, {
    action: command.type,
    facts: { command: command.id, fingerprint: command.fingerprint },
    callerAuthority: command.caller_authority,
    remote: command.remote,
  });
  const after = await applyElapsedTime(work, domain, decided, command.received_at);
  const tell = after !== decided || (domain.concernsWorkflow?.(before, after, decision) ?? true);
  return { matter: after, ending: endingOf(undefined), tell };
}

/** What says nothing about what was asked, but of whoever asked another service, and how: it is tried again. */
const passing: ReadonlySet<ProblemCode> = new Set(["unavailable", "internal", "method/not-allowed"]);
const ofAsking = /^(caller|request)\//;

/** Whether an error is a refusal of what was asked, rather than an outage. */
export function isRefusal(error: unknown): error is Problem {
  return error instanceof Problem && !passing.has(error.code) && !ofAsking.test(error.code);
}

/** What was asked of the outside for a command, or with what the outside refused. */
export type Prepared = { known: unknown } | { refusal: Problem };

/** One line says how a command ended, under the id of the request that brought it. */
export function logEnding(logger: Logger, command: StoredCommand, { code }: Ending): void {
  logger.info(
    {
      command: command.id,
      type: command.type,
      subject: command.matter_id,
      requestId: command.request_id,
      code: code ?? undefined,
    },
    code === null ? "command done" : "command refused",
  );
}
