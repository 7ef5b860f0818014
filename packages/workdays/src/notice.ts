/** The division code that stands for the nation, whose notices hold everywhere. */
export const nation = "000000";

/** A notice of days off, and of days worked in exchange, as an authority issued it. */
export type Notice = {
  /** Who issued it, by division code: `nation`, a prefecture, a county. */
  authority: string;
  number: string;
  /** The day of issue, 'YYYY-MM-DD'. */
  issuedOn: string;
  name: string;
  /** Days off, `from` and `to` included. */
  daysOff: readonly { from: string; to: string }[];
  worked: readonly string[];
  /** The number of the same authority's notice that no longer holds. */
  supersedes: string | null;
};

/** A prefecture says whether its own and its counties' notices stop deadlines. */
export type LocalHolidays = { authority: string; stopDeadlines: boolean };

/** A change of the calendar. Versions are whole numbers, each higher than those before. */
export type CalendarChange = { version: number; at: Date; by: Notice | LocalHolidays };

/** Whether a change was made by a notice. */
export function isNotice(by: Notice | LocalHolidays): by is Notice {
  return "number" in by;
}
