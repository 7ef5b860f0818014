import { Problem, type CommandOutcome, type Standing } from "@shuangsui/contracts";
import { breaksUniqueKey } from "../database.ts";
import type { Domain } from "../domain.ts";
import type { Frame } from "../frame.ts";
import type { FrameWork, ScopedDatabase } from "../frame-tables.ts";
import type { Decision, Matter } from "../matter.ts";
import { owedBy } from "../outbox/outbox.ts";
import { standingOf } from "../standing.ts";
import { decide, logEnding } from "./decide.ts";
import { noteTold } from "./told.ts";
import {
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

/** How long a caller waits for a command that the workflow decides, milliseconds. */
const answerWithinMs = 2_000;

/**
 * Takes a command: in one transaction it locks the matter, takes the stamp of receipt, and where nothing before it is
 * undecided and nothing of the outside is needed, writes down what time had done by then, decides, and keeps the outcome.
 * What needs the outside the matter's workflow decides; the caller waits for that up to two seconds. The same key with the
 * same contents answers with the first outcome.
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
  const { command, standing } = await take().catch((error: unknown) => {
    if (breaksUniqueKey(error, "command_once_a_key")) return take();
    throw error;
  });
  const matter = { type: domain.type, id: command.matter_id, authority: command.authority };
  if (command.outcome !== null) {
    if (standing !== undefined)
      void heard(
        frame,
        command,
        frame.engine.tell(matter, command, standing).then(() => noteTold(frame, command.id)),
      );
    return outcomeOf(command);
  }
  await within(answerWithinMs, heard(frame, command, frame.engine.decide(matter, command, answerWithinMs)));
  return (await readOutcome(frame.database, command.authority, command.id)) ?? outcomeOf(command);
}

/** Under whose sight a command is taken: who asks, and where the superior may ask, whose matter it is. */
async function scopeOf<W extends FrameWork, M extends Matter, D extends Decision>(
  { database }: Frame<W>,
  domain: Domain<W, M, D>,
  { caller, matterId, type }: Submission,
): Promise<string> {
  if ((domain.commands[type]?.askedBy ?? "owner") === "owner") return caller.authority;
  const matter = await database.as(caller.authority, (work) => domain.find(work, matterId));
  if (matter === undefined) throw new Problem("not-found");
  return matter.authority;
}

/** A command as it was taken, and where its matter's workflow is to be told of its outcome, how the matter stands. */
type Taken = { command: StoredCommand; standing?: Standing };

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
  const [reading, before, undecided] = await Promise.all([
    clock.read(work),
    findByKey(work, submission.caller, submission.key),
    undecidedOn(work, matter.id),
  ]);
  if (before !== undefined) {
    requireSame(before, fingerprint);
    return { command: before };
  }
  const receivedAt = reading.now;
  const command = received(
    { type: domain.type, authority: matter.authority },
    submission,
    fingerprint,
    receivedAt,
  );
  if (rule.decidedBy === "worker" || undecided.length > 0) {
    await keep(work, command);
    return { command };
  }
  const { matter: after, ending, tell } = await decide(work, domain, matter, command, undefined);
  const [owed] = await Promise.all([
    tell ? owedBy(work, after.id) : [],
    keep(work, command, { ...ending, told_at: tell ? null : receivedAt }),
  ]);
  logEnding(logger, command, ending);
  const decided = { ...command, ...ending };
  return tell
    ? { command: decided, standing: standingOf(domain, after, owed, reading) }
    : { command: decided };
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

function findCommand(work: FrameWork, id: string): Promise<StoredCommand | undefined> {
  return work.selectFrom("command").selectAll().where("id", "=", id).executeTakeFirst();
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
