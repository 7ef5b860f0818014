export { type Calendar, calendar, type Holiday, withYear, type YearNotice } from "./calendar.ts";
export { shanghaiDate } from "./date.ts";
export { type Deadline, dueAt, isDueProvisional, remindAt, workdaysLeft } from "./deadline.ts";
export { addWorkdays, isProvisional, isWorkday, workdaysBetween } from "./workday.ts";
