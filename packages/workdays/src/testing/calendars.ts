import { editionsOf, newest, type Editions } from "../calendar.ts";
import { startOfDay } from "../date.ts";
import { nationalChanges } from "../national.ts";
import { nation, type CalendarChange, type LocalHolidays, type Notice } from "../notice.ts";

/** The nation's calendar that all begin with. */
export const national = newest(editionsOf(nationalChanges, [nation])).calendar;

/** A notice, changed as a test says. */
export function noticeOf(changes: Partial<Notice> & Pick<Notice, "authority" | "number">): Notice {
  return {
    issuedOn: "2026-11-01",
    name: "通知",
    daysOff: [],
    worked: [],
    supersedes: null,
    ...changes,
  };
}

/** The national notices, and then these on their days of issue. */
export function changesWith(...added: readonly (Notice | LocalHolidays)[]): CalendarChange[] {
  const changes = added.map((by, index) => ({
    version: nationalChanges.length + index + 1,
    at: startOfDay("issuedOn" in by ? by.issuedOn : "2026-12-01"),
    by,
  }));
  return [...nationalChanges, ...changes];
}

/** The calendars of 芒市 by these. */
export function mangshi(...added: readonly (Notice | LocalHolidays)[]): Editions {
  return editionsOf(changesWith(...added), [nation, "533100", "533103"]);
}
