/** Who is held up after failed attempts: the account that was named, known or not, and the address they came from. */
export type Attempted = "account" | "address";

/** How many attempts in a row may fail before the next one has to wait. Behind one address there may be a whole office. */
const free: Readonly<Record<Attempted, number>> = { account: 5, address: 30 };

const [firstWait, longestWait] = [30, 900];

/**
 * How long, in seconds, nobody may try again once so many attempts in a row have failed: half a minute, doubled with each
 * further one, up to a quarter of an hour, so that whoever tries for a year gets 35,000 guesses.
 */
export function waitAfter(failures: number, of: Attempted): number {
  if (failures < free[of]) return 0;
  return Math.min(longestWait, firstWait * 2 ** Math.min(10, failures - free[of]));
}

/** After how long without an attempt, in seconds, failures are forgotten. */
export const forgottenAfter = 86_400;
