const writers = new WeakSet<object>();

/** Notes that a transaction writes events, so that the sequencer hears of it as soon as it is committed. */
export function noteEvents(transaction: object): void {
  writers.add(transaction);
}

/** Whether a transaction has written events. */
export function wroteEvents(transaction: object): boolean {
  return writers.has(transaction);
}
