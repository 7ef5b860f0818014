const minute = 60_000;

/** How long somebody stays signed in without opening a page, and at the most, in milliseconds. */
export const limits = { idle: 30 * minute, absolute: 12 * 60 * minute } as const;
/** A page opened within this time of the last one changes nothing on record, in milliseconds. */
const notedEvery = minute;
/** How long before its end an access token is renewed, in milliseconds. */
const renewedBefore = minute;

/** When a session began, and when its person last opened a page. */
export type Times = { beganAt: Date; usedAt: Date };

/** Whether a session is over: idle too long, or open too long whatever was done in it. */
export function isOver({ beganAt, usedAt }: Times, now: Date): boolean {
  return (
    now.getTime() >= usedAt.getTime() + limits.idle || now.getTime() >= beganAt.getTime() + limits.absolute
  );
}

/** The times before which a session that is over began, or was last used. */
export function overBefore(now: Date): Times {
  return {
    beganAt: new Date(now.getTime() - limits.absolute),
    usedAt: new Date(now.getTime() - limits.idle),
  };
}

/** Whether it is noted that the person opened a page now. */
export function isNoted({ usedAt }: Times, now: Date): boolean {
  return now.getTime() >= usedAt.getTime() + notedEvery;
}

/** Whether an access token that ends then (Unix milliseconds) is renewed now. */
export function isEnding(endsAt: number, now: Date): boolean {
  return now.getTime() >= endsAt - renewedBefore;
}
