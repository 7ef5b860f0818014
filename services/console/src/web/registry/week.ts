const dayMs = 86_400_000;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** The Monday of a day's week, both YYYY-MM-DD. */
export function weekOf(day: string): string {
  const at = Date.parse(day);
  return dayOf(at - ((new Date(at).getUTCDay() + 6) % 7) * dayMs);
}

/** The day after a day. */
export const dayAfter = (day: string): string => dayOf(Date.parse(day) + dayMs);

/** The instant with which a day begins in Asia/Shanghai. */
export const startOfDay = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString();
