const MS_PER_DAY = 86_400_000;
/** China keeps one time without summer time since 1991. */
const SHANGHAI_OFFSET = 8 * 3_600_000;

/** The day number (days since 1970-01-01) of 'YYYY-MM-DD'. Throws RangeError when it is no such date. */
export function parseDate(date: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(date) : Number.NaN;
  // What a month doesn't have, as February's 30th, is taken as a day of the next.
  if (Number.isNaN(ms) || new Date(ms).getUTCDate() !== Number(date.slice(-2))) {
    throw new RangeError(`"${date}" is not a date: YYYY-MM-DD is expected`);
  }
  return ms / MS_PER_DAY;
}

/** The 'YYYY-MM-DD' of a day number. */
export function formatDay(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The day number of the day on which an instant falls in Shanghai. Throws RangeError on an invalid Date. */
function shanghaiDay(instant: Date): number {
  const ms = instant.getTime();
  if (Number.isNaN(ms)) throw new RangeError("the instant is an invalid Date");
  return Math.floor((ms + SHANGHAI_OFFSET) / MS_PER_DAY);
}

/** The instant at which a day begins (00:00) in Shanghai. */
export function startOfShanghaiDay(day: number): Date {
  return new Date(day * MS_PER_DAY - SHANGHAI_OFFSET);
}

/** An instant as it is written in Asia/Shanghai, 'YYYY-MM-DD hh:mm'. Throws RangeError on an invalid Date. */
export function shanghaiTime(d: Date): string {
  return new Date(d.getTime() + SHANGHAI_OFFSET).toISOString().slice(0, 16).replace("T", " ");
}

/** The date 'YYYY-MM-DD' on which an instant falls in Asia/Shanghai. Throws RangeError on an invalid Date. */
export function shanghaiDate(d: Date): string {
  return formatDay(shanghaiDay(d));
}

/** The instant at which a day 'YYYY-MM-DD' begins (00:00) in Asia/Shanghai. Throws RangeError when it is no date. */
export function startOfDay(date: string): Date {
  return startOfShanghaiDay(parseDate(date));
}
