import type { Clock } from "@shuangsui/clock";
import { Problem, type CommandOutcome, type MatterInput, type ProblemCode } from "@shuangsui/contracts";
import type { Transaction } from "kysely";
import { breaksUniqueKey } from "../database.ts";
import type { FrameTables, FrameWork, ScopedDatabase } from "../frame-tables.ts";
import type { Logger } from "../logger.ts";
import type { Domain } from "../domain.ts";
import { actOfTime, type Decision, type Matter } from "../matter.ts";
import { inRequest } from "../request-scope.ts";
import {
  end,
  endingOf,
  findByKey,
  fingerprintOf,
  keep,
  outcomeOf,
  received,
  requireSame,
  undecidedOn,
  type Submission,
} from "./inbox.ts";
import type { StoredCommand } from "./rule.ts";

/** How the workflows of a service's matters hear of commands. Ids and names alone. */
export type Engine = {
  /** Tells a matter's workflow of a command that was decided, starting it where it does not run. */
  tell(matter: MatterAddress, command: CommandName): Promise<void>;
  /**
   * Has a matter's workflow decide a command and those before it, and resolves when it has. Rejects while the engine is down,
   * and where it takes longer than so many milliseconds.
   */
  decide(matter: MatterAddress, command: CommandName, withinMs: number): Promise<void>;
  /** Makes a matter's workflow see anew how it stands. `anew`: in the place of one that does not answer. */
  refresh(matter: MatterAddress, options?: { anew: boolean }): Promise<void>;
};
export type MatterAddress = MatterInput & { type: string };
export type CommandName = { type: string; id: string };

/** What the frame needs of a service. */
export type Frame<W extends FrameWork> = {
  database: ScopedDatabase<W>;
  clock: Clock;
  engine: Engine;
  logger: Logger;
};

/** How long a caller waits for a command that the workflow decides, milliseconds. */
const answerWithinMs = 2_000;

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
    matter = await domain.write(work, matter, decision, actOfTime(until));
  return matter;
}

/**
 * Takes a command. In one transaction it locks the matter and takes the stamp of receipt; where the API decides the command
 * and none before it is undecided, it also writes down what time had done by then, decides, and keeps the outcome. Otherwise
 * the command is kept undecided and the matter's workflow decides it, for which the caller waits up to two seconds. The same
 * key with the same contents answers with the first outcome.
 * @throws Problem `not-found`, `authority/not-yours`, `command/key-reused`
 */
export async function submit<W extends FrameWork, M extends Matter, D extends Decision>(
  frame: Frame<W>,
  domain: Domain<W, M, D>,
  submission: Submission,
): Promise<CommandOutcome> {
  const scope = await scopeOf(frame, domain, submission);
  const take = () => frame.database.as(scope, (work) => takeIn(work, frame, domain, submission));
  // The key may have been used on another matter at the same moment; asked again, that is seen.
  const { command, tell } = await take().catch((error: unknown) => {
    if (breaksUniqueKey(error, "command_once_a_key")) return take();
    throw error;
  });
  const matter = { type: domain.type, id: command.matter_id, authority: command.authority };
  if (command.outcome !== null) {
    if (tell) void heard(frame, command, frame.engine.tell(matter, command));
    return outcomeOf(command);
  }
  await within(answerWithinMs, heard(frame, command, frame.engine.decide(matter, command, answerWithinMs)));
  return (await readOutcome(frame.database, command.authority, command.id)) ?? outcomeOf(command);
}

/** In whose name a command is taken: the caller's authority, or, where its superior is to ask, the one that the matter belongs to. */
async function scopeOf<W extends FrameWork, M extends Matter, D extends Decision>(
  { database }: Frame<W>,
  domain: Domain<W, M, D>,
  { caller, matterId, type }: Submission,
): Promise<string> {
  if (domain.commands[type]?.askedBy !== "superior") return caller.authority;
  const matter = await database.as(caller.authority, (work) => domain.find(work, matterId));
  if (matter === undefined) throw new Problem("not-found");
  return matter.authority;
}

type Taken = { command: StoredCommand; tell: boolean };

async function takeIn<W extends FrameWork, M extends Matter, D extends Decision>(
  work: W,
  { clock, logger }: Frame<W>,
  domain: Domain<W, M, D>,
  submission: Submission,
): Promise<Taken> {
  const rule = domain.commands[submission.type];
  if (rule === undefined) throw new Problem("not-found");
  const matter = await domain.lock(
    work,
    submission.matterId,
    rule.decidedBy === "api" ? [submission.type] : [],
  );
  if (matter === undefined) {
    const seen = await domain.find(work, submission.matterId);
    throw new Problem(seen === undefined ? "not-found" : "authority/not-yours");
  }
  const fingerprint = fingerprintOf(domain.type, submission);
  const [receivedAt, before, undecided] = await Promise.all([
    clock.now(work),
    findByKey(work, submission.caller, submission.key),
    undecidedOn(work, matter.id),
  ]);
  if (before !== undefined) {
    requireSame(before, fingerprint);
    return { command: before, tell: false };
  }
  const command = received(
    { type: domain.type, authority: matter.authority },
    submission,
    fingerprint,
    receivedAt,
  );
  if (rule.decidedBy === "worker" || undecided.length > 0) {
    await keep(work, command);
    return { command, tell: false };
  }
  const { ending, tell } = await decide(work, domain, matter, command, undefined);
  await keep(work, command, { ...ending, told_at: tell ? null : receivedAt });
  log(logger, command, ending.code ?? undefined);
  return { command: { ...command, ...ending, places: placesOf(ending) }, tell };
}

function placesOf({ places }: ReturnType<typeof endingOf>): StoredCommand["places"] {
  return places === null || places === undefined ? null : (JSON.parse(places) as StoredCommand["places"]);
}

/**
 * Decides a command after what time had done by its receipt, and writes that down. A refusal writes nothing but what time
 * did. @throws whatever is no refusal
 */
async function decide<W extends FrameWork, M extends Matter, D extends Decision>(
  work: W,
  domain: Domain<W, M, D>,
  before: M,
  command: StoredCommand,
  prepared: Prepared | undefined,
): Promise<{ ending: ReturnType<typeof endingOf>; tell: boolean }> {
  const matter = await applyElapsedTime(work, domain, before, command.received_at);
  let decision: D;
  try {
    if (prepared !== undefined && "refusal" in prepared) throw prepared.refusal;
    const rule = domain.commands[command.type];
    if (rule === undefined) throw new Problem("not-found");
    decision = await rule.decide(work, matter, command, prepared?.known);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { ending: endingOf(error), tell: matter !== before };
  }
  const act = { at: command.received_at, actor: command.actor, requestId: command.request_id };
  const after = await domain.write(work, matter, decision, act);
  return { ending: endingOf(undefined), tell: domain.concernsWorkflow?.(before, after, decision) ?? true };
}

/** Answers of another service that say nothing about what was asked of it: it is asked again. */
const passing: ReadonlySet<ProblemCode> = new Set([
  "unavailable",
  "internal",
  "caller/not-service",
  "caller/missing",
]);

/** Whether an error is a refusal of what was asked, rather than an outage. */
export function isRefusal(error: unknown): error is Problem {
  return error instanceof Problem && !passing.has(error.code);
}

/** What other services answered for a command before it is decided, or with what they refused. */
type Prepared = { known: unknown } | { refusal: Problem };

/** By the command's name: asks other services, before the transaction that decides it, for what the decision must know. */
export type Prepares = Readonly<
  Record<string, (input: MatterInput, command: StoredCommand) => Promise<unknown>>
>;

/**
 * Decides the undecided commands on a matter up to one, in the order of their receipt, each in a transaction of its own.
 * What another service refuses while one is prepared becomes its outcome.
 */
export async function decideInOrder<W extends FrameWork, M extends Matter, D extends Decision>(
  frame: Frame<W>,
  domain: Domain<W, M, D>,
  prepares: Prepares,
  input: MatterInput,
  commandId: string,
): Promise<void> {
  const { database, clock, logger } = frame;
  for (;;) {
    const undecided = await database.as(input.authority, (work) => undecidedOn(work, input.id));
    const [next] = undecided;
    if (next === undefined || !undecided.some(({ id }) => id === commandId)) return;
    const prepare = prepares[next.type];
    const prepared =
      prepare === undefined
        ? undefined
        : await inRequest(next.request_id, () => prepare(input, next)).then(
            (known): Prepared => ({ known }),
            (error: unknown): Prepared => {
              if (isRefusal(error)) return { refusal: error };
              throw error;
            },
          );
    await database.as(input.authority, async (work) => {
      const matter = await domain.lock(work, input.id, [next.type]);
      if (matter === undefined) throw new Problem("not-found");
      const [first] = await undecidedOn(work, input.id);
      // Another worker was faster.
      if (first?.id !== next.id) return;
      const { ending } = await decide(work, domain, matter, next, prepared);
      await end(work, next.id, ending, await clock.now(work));
      log(logger, next, ending.code ?? undefined);
    });
  }
}

/** The outcome of a command as the scope may see it, or undefined. */
export async function readOutcome<W extends FrameWork>(
  database: ScopedDatabase<W>,
  scope: string,
  id: string,
): Promise<CommandOutcome | undefined> {
  const row = await database.as(scope, (work) => findCommand(work, id));
  return row === undefined ? undefined : outcomeOf(row);
}

function findCommand(work: Transaction<FrameTables>, id: string): Promise<StoredCommand | undefined> {
  return work.selectFrom("command").selectAll().where("id", "=", id).executeTakeFirst();
}

/**
 * Makes something once a key: runs `create` where the key was not used, and gives the id of what it made, or of what the
 * same request made before. @throws Problem `command/key-reused`
 */
export async function createOnce<W extends FrameWork>(
  { database, clock }: Pick<Frame<W>, "database" | "clock">,
  type: string,
  asked: Submission,
  create: (work: W, id: string, at: Date) => Promise<void>,
): Promise<string> {
  const fingerprint = fingerprintOf(type, { ...asked, matterId: "" });
  const { authority } = asked.caller;
  const attempt = () =>
    database.as(authority, async (work) => {
      const before = await findByKey(work, asked.caller, asked.key);
      if (before !== undefined) {
        requireSame(before, fingerprint);
        return before.matter_id;
      }
      const at = await clock.now(work);
      const command = received({ type, authority }, asked, fingerprint, at);
      await keep(work, command, { ...endingOf(undefined), told_at: at });
      await create(work, asked.matterId, at);
      return asked.matterId;
    });
  return attempt().catch((error: unknown) => {
    if (breaksUniqueKey(error, "command_once_a_key")) return attempt();
    throw error;
  });
}

/** One line says how a command ended, under the id of the request that brought it. */
function log(logger: Logger, command: StoredCommand, code: string | undefined): void {
  logger.info(
    {
      command: command.id,
      type: command.type,
      subject: command.matter_id,
      requestId: command.request_id,
      code,
    },
    code === undefined ? "command done" : "command refused",
  );
}

/** Waits until the engine has heard of a command. Where it does not, the relay tries again. */
async function heard<W extends FrameWork>(
  { logger }: Frame<W>,
  command: StoredCommand,
  handing: Promise<void>,
): Promise<void> {
  await handing.catch((error: unknown) =>
    logger.warn(
      {
        command: command.id,
        subject: command.matter_id,
        error: error instanceof Error ? error.name : "unknown",
      },
      "a command waits for the engine",
    ),
  );
}

/** Waits for work that long at most. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
