export {
  type Calendar,
  calendarIn,
  type Edition,
  editionAfter,
  type Editions,
  editionsOf,
  newest,
} from "./calendar.ts";
export { shanghaiDate, shanghaiTime } from "./date.ts";
export {
  type Deadline,
  dueAt,
  dueText,
  endOf,
  isDueProvisional,
  remindAt,
  workdaysLeft,
} from "./deadline.ts";
export { explain, type ExplainedDay } from "./explain.ts";
export { movedDue, type Span } from "./moving.ts";
export { nationalChanges } from "./national.ts";
export { type CalendarChange, isNotice, type LocalHolidays, nation, type Notice } from "./notice.ts";
export { addWorkdays, isProvisional, isWorkday, workdaysBetween } from "./workday.ts";
