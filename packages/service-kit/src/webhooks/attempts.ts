/** After how many minutes a delivery is tried again that has failed so often; later ones each hour. */
const pauses = [5 / 60, 0.5, 2, 10, 30];
const longest = 60;
const giveUpAfterMs = 3 * 24 * 3_600_000;

/** When a delivery is tried again that was owed then and has failed for the nth time now; null where it is given up. */
export function nextAttempt(owedAt: Date, failures: number, now: Date): Date | null {
  if (now.getTime() - owedAt.getTime() >= giveUpAfterMs) return null;
  const minutes = pauses[failures - 1] ?? longest;
  return new Date(now.getTime() + minutes * 60_000);
}
