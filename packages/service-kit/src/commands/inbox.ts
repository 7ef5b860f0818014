import type { Clock } from "@shuangsui/clock";
import { Problem, type CommandOutcome } from "@shuangsui/contracts";
import { sql, type Selectable, type Transaction } from "kysely";
import { createHash } from "node:crypto";
import type { Caller } from "../caller.ts";
import { systemScope, type Database } from "../database.ts";
import type { Logger } from "../logger.ts";
import type { CommandTable, WithCommands } from "./table.ts";

export type Command = Selectable<CommandTable>;

/** What the engine is told of a command: ids alone. */
export type CommandAddress = Pick<Command, "id" | "authority" | "subject_type" | "subject_id">;

/** Hands a command's id to its subject's workflow, and resolves once the workflow has decided it. Rejects while the engine is down. */
export type Deliver = (command: CommandAddress) => Promise<void>;

export type Submission = {
  /** The caller's Idempotency-Key: the command's id. */
  key: string;
  /** The authority of the subject. */
  authority: string;
  subjectType: string;
  subjectId: string;
  type: string;
  payload: unknown;
  caller: Caller;
  requestId: string;
};

/** The append-only inbox of a service: what officials ask is kept first, then handed to the workflow until it is decided. */
export type Inbox = {
  /**
   * Keeps a command and waits up to `answerWithinMs` for its outcome; `pending` where it takes longer.
   * The same key with the same contents answers with the first outcome.
   * @throws Problem `command/key-reused`
   */
  submit(submission: Submission): Promise<CommandOutcome>;
  /** The outcome of a command as the authority may see it, or undefined. */
  outcome(scope: string, id: string): Promise<CommandOutcome | undefined>;
  /** Hands over once all undecided commands whose time has come; gives how many were tried. */
  relayOnce(): Promise<number>;
  /** Keeps relaying until stopped. */
  startRelay(): { stop(): Promise<void> };
};

const answerWithinMs = 2_000;
const relayEveryMs = 500;
const relayBatch = 100;
/** A workflow that does not decide within this long holds up neither the others nor the relay's end. */
const handOverWithinMs = 5_000;

/** Makes the inbox over a service's database. */
export function createInbox({
  database,
  clock,
  deliver,
  logger,
}: {
  database: Database<WithCommands>;
  clock: Clock;
  deliver: Deliver;
  logger: Logger;
}): Inbox {
  /** Hands a command over and gives whether it was taken within that time; where not, the relay tries again. */
  const hand = async (address: CommandAddress, milliseconds: number): Promise<boolean> => {
    try {
      return await within(milliseconds, deliver(address));
    } catch (error) {
      logger.warn(
        {
          command: address.id,
          subject: address.subject_id,
          error: error instanceof Error ? error.name : "unknown",
        },
        "a command waits for the engine",
      );
      return false;
    }
  };

  const outcome: Inbox["outcome"] = async (scope, id) => {
    const row = await database.as(scope, (transaction) =>
      transaction.selectFrom("command").selectAll().where("id", "=", id).executeTakeFirst(),
    );
    return row === undefined ? undefined : outcomeOf(row);
  };

  const relayOnce: Inbox["relayOnce"] = async () => {
    const due = await database.as(systemScope, (transaction) => takeDue(transaction));
    const bySubject = Map.groupBy(due, (command) => command.subject_id);
    await Promise.all(
      [...bySubject.values()].map(async (commands) => {
        // In the order of receipt: where one is not taken, those after it wait for another round.
        for (const command of commands) if (!(await hand(command, handOverWithinMs))) break;
      }),
    );
    return due.length;
  };

  return {
    async submit(submission) {
      const receivedAt = await clock.now();
      const row = await database.as(systemScope, (transaction) => keep(transaction, submission, receivedAt));
      if (row.outcome === null)
        await hand(
          {
            id: row.id,
            authority: row.authority,
            subject_type: row.subject_type,
            subject_id: row.subject_id,
          },
          answerWithinMs,
        );
      return (await outcome(systemScope, row.id)) ?? outcomeOf(row);
    },
    outcome,
    relayOnce,
    startRelay() {
      let stopped = false;
      let wake = () => {};
      const run = (async () => {
        while (!stopped) {
          const tried = await relayOnce().catch((error: unknown) => {
            logger.warn({ error: error instanceof Error ? error.name : "unknown" }, "a relay's round failed");
            return 0;
          });
          if (tried < relayBatch && !stopped)
            await new Promise<void>((resolve) => {
              const timer = setTimeout(resolve, relayEveryMs);
              wake = () => {
                clearTimeout(timer);
                resolve();
              };
            });
        }
      })();
      return {
        stop: async () => {
          stopped = true;
          wake();
          await run;
        },
      };
    },
  };
}

function outcomeOf(row: Command): CommandOutcome {
  return {
    commandId: row.id,
    status: row.outcome ?? "pending",
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.detail === null ? {} : { detail: row.detail }),
    ...(row.places === null ? {} : { errors: row.places }),
    receivedAt: row.received_at.toISOString(),
    subject: row.subject_id,
  };
}

async function keep(
  transaction: Transaction<WithCommands>,
  submission: Submission,
  receivedAt: Date,
): Promise<Command> {
  const payload = JSON.stringify(submission.payload ?? null);
  const fingerprint = createHash("sha256")
    .update(
      JSON.stringify([
        submission.subjectType,
        submission.subjectId,
        submission.type,
        payload,
        submission.caller.authority,
        submission.caller.actor,
      ]),
    )
    .digest("hex");
  await transaction
    .insertInto("command")
    .values({
      id: submission.key,
      authority: submission.authority,
      subject_type: submission.subjectType,
      subject_id: submission.subjectId,
      type: submission.type,
      payload,
      fingerprint,
      caller_authority: submission.caller.authority,
      actor: submission.caller.actor,
      request_id: submission.requestId,
      received_at: receivedAt,
      outcome: null,
      code: null,
      detail: null,
      decided_at: null,
      // The first try is the caller's own; the relay takes over when that has not been decided by then.
      next_attempt_at: sql<Date>`clock_timestamp() + interval '3 seconds'`,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  const row = await transaction
    .selectFrom("command")
    .selectAll()
    .where("id", "=", submission.key)
    .executeTakeFirstOrThrow();
  if (row.fingerprint !== fingerprint) throw new Problem("command/key-reused");
  return row;
}

/** Takes those that have waited longest for their turn, and gives them in the order of receipt. */
async function takeDue(transaction: Transaction<WithCommands>): Promise<CommandAddress[]> {
  const due = await transaction
    .selectFrom("command")
    .select(["id", "authority", "subject_type", "subject_id", "received_at"])
    .where("outcome", "is", null)
    .where("next_attempt_at", "<=", sql<Date>`clock_timestamp()`)
    .orderBy("next_attempt_at")
    .limit(relayBatch)
    .forUpdate()
    .skipLocked()
    .execute();
  if (due.length > 0)
    await transaction
      .updateTable("command")
      .set({
        attempts: sql<number>`attempts + 1`,
        next_attempt_at: sql<Date>`clock_timestamp() + least(interval '30 seconds', interval '1 second' * power(2, least(attempts, 5)))`,
      })
      .where(
        "id",
        "in",
        due.map((command) => command.id),
      )
      .execute();
  return due.toSorted(
    (one, other) => one.received_at.getTime() - other.received_at.getTime() || (one.id < other.id ? -1 : 1),
  );
}

/** Waits for work that long at most; gives whether it was done by then. */
async function within(milliseconds: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, milliseconds, false)));
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
