export { type Calendar, calendar, withYear } from "./calendar.ts";
export { shanghaiDate, shanghaiTime } from "./date.ts";
export { type Deadline, dueAt, dueText, isDueProvisional, remindAt, workdaysLeft } from "./deadline.ts";
export type { Holiday, YearNotice } from "./notices.ts";
export { addWorkdays, isProvisional, isWorkday, workdaysBetween } from "./workday.ts";
