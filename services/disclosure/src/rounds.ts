/** What is done again and again, and once more where somebody asks for it. A round gives how much it did. */
export type Rounds = { once(): Promise<number>; stop(): Promise<void> };

/** Does a round again and again, one at a time. One that fails is told of; what it missed is left to the next. */
export function startRounds(
  round: () => Promise<number>,
  everyMs: number,
  tellOfFailure: (error: unknown) => void,
): Rounds {
  let going: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    going ??= round()
      .catch(tellOfFailure)
      .finally(() => (going = undefined));
  }, everyMs);
  return {
    once: round,
    async stop() {
      clearInterval(timer);
      await going;
    },
  };
}
