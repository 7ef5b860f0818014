/** Gives up on what sends nothing for too long, however long it takes in all. */
export interface StallTimer {
  /** Aborted with a TimeoutError once nothing has moved for that long. */
  readonly signal: AbortSignal;
  /** Begins anew: something came. */
  moved(): void;
  end(): void;
}

/** Starts to wait for the first sign of life. */
export function startStallTimer(milliseconds: number): StallTimer {
  const stalled = new AbortController();
  const giveUp = () => stalled.abort(new DOMException("nothing came", "TimeoutError"));
  const timer = setTimeout(giveUp, milliseconds);
  return { signal: stalled.signal, moved: () => void timer.refresh(), end: () => clearTimeout(timer) };
}
