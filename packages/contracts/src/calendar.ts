import { z } from "zod";
import { authorityCode, day, id, instant, pageOf, pageQuery, text, wholeNumber } from "./basics.ts";

/** What time it is for the services: GET /api/v1/clock. On a demonstration's clock due times come sooner than on a wall's. */
export const clockView = z.object({ kind: z.enum(["real", "demonstration", "steered"]), now: instant });

/** A notice of days off, and of days worked in exchange, by who issued it: 000000 is the nation. */
export const calendarNotice = z.strictObject({
  authority: authorityCode,
  number: text(100),
  issuedOn: day,
  name: text(200),
  /** Both days included. */
  daysOff: z.array(z.strictObject({ from: day, to: day })).max(60),
  worked: z.array(day).max(60),
  /** The number of the same authority's notice that no longer holds. */
  supersedes: text(100).optional(),
});
export type CalendarNotice = z.infer<typeof calendarNotice>;

/** A notice as it was entered. */
export const calendarNoticeView = calendarNotice.extend({
  id,
  /** The version of the calendar that it made. */
  version: z.number().int(),
  supersedes: z.string().nullable(),
  /** The number of the notice that took its place. */
  supersededBy: z.string().nullable(),
  enteredAt: instant,
});
export type CalendarNoticeView = z.infer<typeof calendarNoticeView>;
export const calendarNoticeList = pageOf(calendarNoticeView);
export const calendarNoticeQuery = pageQuery.extend({ authority: authorityCode.optional() });

/** A prefecture's setting: whether its own and its counties' notices stop deadlines. */
export const localHolidays = z.strictObject({ stopDeadlines: z.boolean() });

/** A deadline explained: so many working days after a day, by an authority's calendar. */
export const explainQuery = z.strictObject({
  authority: authorityCode,
  after: day,
  workdays: wholeNumber(1, 400),
});
export const explainedDeadline = z.object({
  authority: authorityCode,
  after: day,
  workdays: z.number().int(),
  /** The last day, and the instant at which it ends. */
  on: day,
  dueAt: instant,
  calendarVersion: z.number().int(),
  /** It runs through a year without a national notice: weekends alone are counted, and it may move. */
  provisional: z.boolean(),
  localHolidaysStop: z.boolean(),
  days: z.array(
    z.object({
      day,
      kind: z.enum(["counted", "worked-in-exchange", "weekend", "holiday"]),
      /** Which of the working days it is; null where it is none. */
      number: z.number().int().nullable(),
      notice: z.object({ authority: authorityCode, number: z.string(), name: z.string() }).nullable(),
    }),
  ),
});

/** A due time that follows the calendar. */
export const deadlineName = z.enum([
  "recusal",
  "recusal-decision",
  "approval",
  "report",
  "feedback",
  "objection",
  "result",
  "reveal",
  "plan",
  "supervision",
]);
export type DeadlineName = z.infer<typeof deadlineName>;

export const calendarChangesQuery = z.strictObject({ after: wholeNumber(0, 2_000_000_000) });
/** Changes of the calendar as services tell one another of them, in their order. */
export const calendarChanges = z.object({
  items: z.array(
    z.object({
      version: z.number().int().min(1),
      id,
      at: instant,
      actor: z.string(),
      content: z.union([
        calendarNotice.extend({ supersedes: text(100).nullable() }),
        localHolidays.extend({ authority: authorityCode }),
      ]),
    }),
  ),
});
