let touched = Date.now();

/** Notes whenever somebody touches the page: an hour on a wall is no hour at work. */
export function watchTouches(): void {
  for (const event of ["pointerdown", "keydown", "wheel", "touchstart"])
    addEventListener(event, () => (touched = Date.now()), { passive: true });
}

/** When somebody did so last, in milliseconds since 1970. */
export const lastTouched = (): number => touched;
