import { sql, type Transaction } from "kysely";
import { systemScope } from "../database.ts";
import type { FrameTables, FrameWork } from "../frame-tables.ts";
import type { Frame } from "../frame.ts";

type Waiting = {
  id: string;
  type: string;
  matter_type: string;
  matter_id: string;
  authority: string;
  undecided: boolean;
  attempts: number;
};

const everyMs = 500;
const batch = 100;
/** A workflow that does not answer within this long holds up neither the others nor the relay's end. */
const withinMs = 5_000;
/**
 * After so many attempts the workflow is taken not to answer, and another takes its place: it has not heard of what was
 * decided, or for some ten minutes no worker was at what it is to decide.
 */
const anewAfter = { told: 5, undecided: 20 };

/** Tells workflows of the commands that they have not heard of, until it is stopped. */
export type Relay = { once(): Promise<number>; stop(): Promise<void> };

/** Starts it. In the order of receipt; where a matter's workflow does not take one, those after it wait for another round. */
export function startRelay<W extends FrameWork>({ database, engine, logger }: Frame<W>): Relay {
  const hand = async (command: Waiting): Promise<boolean> => {
    const matter = { type: command.matter_type, id: command.matter_id, authority: command.authority };
    const every = command.undecided ? anewAfter.undecided : anewAfter.told;
    const handing =
      command.attempts > 0 && command.attempts % every === 0
        ? engine.refresh(matter, { anew: true })
        : command.undecided
          ? engine.decide(matter, command, withinMs)
          : engine.tell(matter, command);
    return within(withinMs, handing).catch((error: unknown) => {
      logger.warn(
        {
          command: command.id,
          subject: command.matter_id,
          error: error instanceof Error ? error.name : "unknown",
        },
        "a command waits for the engine",
      );
      return false;
    });
  };
  const once = async () => {
    const due = await database.as(systemScope, (work) => takeDue(work));
    const byMatter = Map.groupBy(due, (command) => command.matter_id);
    await Promise.all(
      [...byMatter.values()].map(async (commands) => {
        for (const command of commands) if (!(await hand(command))) break;
      }),
    );
    return due.length;
  };
  let stopped = false;
  let wake = () => {};
  const running = (async () => {
    while (!stopped) {
      const tried = await once().catch((error: unknown) => {
        logger.warn({ error: error instanceof Error ? error.name : "unknown" }, "a relay's round failed");
        return 0;
      });
      if (tried < batch && !stopped)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, everyMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
    }
  })();
  return {
    once,
    stop: async () => {
      stopped = true;
      wake();
      await running;
    },
  };
}

/** Takes those that have waited longest for their turn, and gives them in the order of receipt. */
async function takeDue(work: Transaction<FrameTables>): Promise<Waiting[]> {
  const due = await work
    .selectFrom("command")
    .select(["id", "type", "matter_type", "matter_id", "authority", "attempts", "received_at", "seq"])
    .select(sql<boolean>`outcome is null`.as("undecided"))
    .where("told_at", "is", null)
    .where("next_attempt_at", "<=", sql<Date>`clock_timestamp()`)
    .orderBy("next_attempt_at")
    .limit(batch)
    .forUpdate()
    .skipLocked()
    .execute();
  if (due.length > 0)
    await work
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
    (one, other) =>
      one.received_at.getTime() - other.received_at.getTime() || Number(one.seq) - Number(other.seq),
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
