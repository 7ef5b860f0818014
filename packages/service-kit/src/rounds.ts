import type { Logger } from "./logger.ts";

/** What is done again and again: a round of it now, giving how much that came to, and its end. */
export type Rounds = { once(): Promise<number>; stop(): Promise<void> };

type RoundsOptions = {
  logger: Logger;
  everyMs: number;
  /** What the log says of a round that failed. */
  failing: string;
  /** The first round begins now, instead of after the first wait. */
  atOnce?: boolean;
};

/**
 * Does something every so many milliseconds until it is stopped, which waits for the round under way. Where a round lasts longer, those
 * that would have begun meanwhile are left out. One that fails is a line in the log, and the next makes up for it.
 */
export function startRounds(
  { logger, everyMs, failing, atOnce = false }: RoundsOptions,
  once: () => Promise<number>,
): Rounds {
  let underWay: Promise<unknown> | undefined;
  const begin = () => {
    underWay ??= once()
      .catch((error: unknown) =>
        logger.warn({ error: error instanceof Error ? error.name : "unknown" }, failing),
      )
      .finally(() => (underWay = undefined));
  };
  if (atOnce) begin();
  const timer = setInterval(begin, everyMs);
  return {
    once,
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
