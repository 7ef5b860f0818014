import { Problem, type MatterInput, type Standing } from "@shuangsui/contracts";
import type { Domain } from "../domain.ts";
import type { Frame } from "../frame.ts";
import type { FrameWork } from "../frame-tables.ts";
import type { Decision, Matter } from "../matter.ts";
import { inRequest } from "../request-scope.ts";
import { passTime, standAt } from "../standing.ts";
import { decide, isRefusal, logEnding, type Prepared } from "./decide.ts";
import { end, holdOff, undecidedOn } from "./inbox.ts";
import type { StoredCommand } from "./rule.ts";

/** Asks the outside for what commands of these types must know, before the transaction that decides them. */
export type Prepares = Readonly<
  Record<string, (input: MatterInput, command: StoredCommand) => Promise<unknown>>
>;

/**
 * Decides the undecided commands on a matter up to one, in the order of their receipt, each in a transaction of its own.
 * What the outside refuses while one is prepared becomes its outcome. Gives how the matter stands then.
 * @throws ServiceUnavailable, Problem where the outside could not say: the command stays undecided, and is tried again
 */
export async function decideInOrder<W extends FrameWork, M extends Matter, D extends Decision>(
  frame: Frame<W>,
  domain: Domain<W, M, D>,
  prepares: Prepares,
  input: MatterInput,
  commandId: string,
): Promise<Standing> {
  const { database, clock, logger } = frame;
  for (;;) {
    const undecided = await database.as(input.authority, async (work) => {
      const commands = await undecidedOn(work, input.id);
      if (commands[0] !== undefined && commands[0].attempts > 0) await holdOff(work, commands[0].id);
      return commands;
    });
    const [next] = undecided;
    if (next === undefined || !undecided.some(({ id }) => id === commandId))
      return passTime(frame, domain, input);
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
    const standing = await database.as(input.authority, async (work) => {
      const locked = await domain.lock(work, input.id, [next.type]);
      if (locked === undefined) throw new Problem("not-found");
      const [[first], now] = await Promise.all([undecidedOn(work, input.id), clock.now(work)]);
      // Another worker was faster.
      if (first?.id !== next.id) return undefined;
      const { matter, ending } = await decide(work, domain, locked, next, prepared);
      await end(work, next.id, ending, now);
      logEnding(logger, next, ending);
      return next.id === commandId ? standAt(work, clock, domain, matter) : undefined;
    });
    if (standing !== undefined) return standing;
  }
}
