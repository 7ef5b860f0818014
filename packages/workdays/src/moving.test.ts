import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDay, parseDate, startOfShanghaiDay } from "./date.ts";
import {
  dueAt,
  editionsOf,
  isNotice,
  movedDue,
  nation,
  newest,
  type CalendarChange,
  type LocalHolidays,
  type Notice,
} from "./index.ts";
import { mangshi, noticeOf } from "./testing/calendars.ts";

const at = (text: string) => new Date(`${text}+08:00`);
const endOf = (day: string) => new Date(`${day}T24:00:00+08:00`);
const off = (from: string, to: string) =>
  newest(mangshi(noticeOf({ authority: "533100", number: "1号", daysOff: [{ from, to }] }))).calendar;
/** Monday 2 March 2026 and five working days: to the end of Monday the 9th. */
const span = { from: at("2026-03-02T10:00"), workdays: 5 };
const before = endOf("2026-03-09");

describe("a deadline under a changed calendar", () => {
  test("becomes longer as its days are off", () => {
    expect(movedDue(off("2026-03-05", "2026-03-06"), before, span, at("2026-03-04T10:00"))).toEqual(
      endOf("2026-03-11"),
    );
  });

  test("that has passed never moves: neither at its end, nor after it", () => {
    for (const changedAt of [before, at("2026-03-10T08:00")])
      expect(movedDue(off("2026-03-05", "2026-03-06"), before, span, changedAt)).toEqual(before);
  });

  test("that a correction makes shorter ends with its days, where they lie ahead", () => {
    const longer = endOf("2026-03-13");
    expect(movedDue(newest(mangshi()).calendar, longer, span, at("2026-03-04T10:00"))).toEqual(before);
  });

  test("that a correction makes shorter ends at the earliest one working day after the correction", () => {
    const { calendar } = newest(mangshi());
    const longer = endOf("2026-03-13");
    // Corrected on Monday the 9th: by its days it ends that evening, with one working day's notice on the 10th.
    expect(movedDue(calendar, longer, span, at("2026-03-09T10:00"))).toEqual(endOf("2026-03-10"));
    expect(movedDue(calendar, longer, span, at("2026-03-10T10:00"))).toEqual(endOf("2026-03-11"));
    // On its last day it has no day of notice left, and stays as it was.
    expect(movedDue(calendar, longer, span, at("2026-03-13T10:00"))).toEqual(longer);
  });

  test("that was kept for a day of notice goes on to the next working day where that day is off after all", () => {
    const kept = endOf("2026-03-10");
    expect(movedDue(off("2026-03-10", "2026-03-11"), kept, span, at("2026-03-09T20:00"))).toEqual(
      endOf("2026-03-12"),
    );
  });
});

// The slow, obvious oracle: it knows no maps and no day numbers, looks through all notices for each day, and walks.
const chain = [nation, "533100", "533103"];
const nextDay = (day: string) => formatDay(parseDate(day) + 1);
const dayOf = (instant: Date) => new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

function isWorkedSlowly(changes: readonly CalendarChange[], day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  let worked = weekday !== 0 && weekday !== 6;
  const notices = changes.flatMap(({ by }) => (isNotice(by) ? [by] : []));
  const settings = changes.flatMap(({ by }) => (isNotice(by) ? [] : [by]));
  for (const authority of chain) {
    if (authority !== nation && settings.at(-1)?.stopDeadlines === false) continue;
    let issued = "";
    for (const notice of notices) {
      if (notice.authority !== authority) continue;
      const isSuperseded = notices.some(
        (other) => other.authority === authority && other.supersedes === notice.number,
      );
      const isOff = notice.daysOff.some(({ from, to }) => from <= day && day <= to);
      const isOn = notice.worked.includes(day);
      if (isSuperseded || (!isOff && !isOn) || notice.issuedOn < issued) continue;
      issued = notice.issuedOn;
      worked = isOn;
    }
  }
  return worked;
}

function countSlowly(changes: readonly CalendarChange[], after: string, workdays: number): string {
  let day = after;
  for (let left = workdays; left > 0;) {
    day = nextDay(day);
    if (isWorkedSlowly(changes, day)) left -= 1;
  }
  return day;
}

/** The last day of a deadline after a change, in days alone; `today` is the change's. */
function movedSlowly(
  changes: readonly CalendarChange[],
  lastDay: string,
  event: { day: string; workdays: number },
  today: string,
): string {
  if (lastDay < today) return lastDay;
  const counted = countSlowly(changes, event.day, event.workdays);
  if (counted >= lastDay) return counted;
  let day = lastDay;
  while (!isWorkedSlowly(changes, day)) day = nextDay(day);
  const earliest = countSlowly(changes, today, 1);
  // Shorter: the days that count, but not before the day of notice, and not after the day it had.
  const allowed = [counted, earliest, day].toSorted();
  return earliest <= counted ? counted : (allowed[1] ?? counted);
}

const first = parseDate("2026-11-20");
const anyDay = fc.integer({ min: 0, max: 60 }).map((offset) => formatDay(first + offset));
const anyNotice = (index: number): fc.Arbitrary<Notice> =>
  fc
    .record({
      authority: fc.constantFrom(nation, "533100", "533103", "533102"),
      issuedOn: anyDay,
      off: fc.array(
        fc.record({ from: fc.integer({ min: 0, max: 60 }), long: fc.integer({ min: 0, max: 6 }) }),
        {
          maxLength: 3,
        },
      ),
      worked: fc.uniqueArray(anyDay, { maxLength: 3 }),
      supersedes: fc.option(fc.integer({ min: 0, max: 5 })),
    })
    .map(({ authority, issuedOn, off: ranges, worked, supersedes }) => {
      const daysOff = ranges.map(({ from, long }) => ({
        from: formatDay(first + from),
        to: formatDay(first + from + long),
      }));
      return {
        authority,
        number: `${index}号`,
        issuedOn,
        name: "通知",
        daysOff,
        worked: worked.filter((day) => !daysOff.some(({ from, to }) => from <= day && day <= to)),
        supersedes: supersedes === null || supersedes >= index ? null : `${supersedes}号`,
      };
    });
const anySetting: fc.Arbitrary<LocalHolidays> = fc.record({
  authority: fc.constant("533100"),
  stopDeadlines: fc.boolean(),
});
const anyChanges = fc
  .tuple(
    ...Array.from({ length: 6 }, (_, index) =>
      fc.record({
        by: fc.oneof({ weight: 5, arbitrary: anyNotice(index) }, { weight: 1, arbitrary: anySetting }),
        hours: fc.integer({ min: 1, max: 150 }),
      }),
    ),
  )
  .map((changes) => {
    let time = startOfShanghaiDay(first).getTime();
    return changes.map(({ by, hours }, index) => ({
      version: index + 2,
      at: new Date((time += hours * 3_600_000 + 60_000)),
      by,
    }));
  });
const base: CalendarChange = {
  version: 1,
  at: new Date(0),
  by: noticeOf({ authority: nation, number: "base" }),
};

test("10,000 deadlines move under random notices and corrections as the oracle has them", () => {
  let moved = 0;
  let shortened = 0;
  const check = (changes: CalendarChange[], hours: number, workdays: number) => {
    const event = new Date(startOfShanghaiDay(first).getTime() + hours * 3_600_000);
    const all = [base, ...changes];
    const known = all.filter((change) => change.at <= event);
    const editions = editionsOf(all, chain);
    const began = editions.findLast((edition) => edition.at <= event) ?? editions[0];
    let { due } = dueAt(began.calendar, event, workdays);
    let lastDay = countSlowly(known, dayOf(event), workdays);
    expect(due).toEqual(endOf(lastDay));
    for (const edition of editions.filter((one) => one.at > event)) {
      const was = due;
      due = movedDue(edition.calendar, due, { from: event, workdays }, edition.at);
      const toDate = all.filter((change) => change.version <= edition.version);
      lastDay = movedSlowly(toDate, lastDay, { day: dayOf(event), workdays }, dayOf(edition.at));
      expect(due).toEqual(endOf(lastDay));
      if (due > was) moved += 1;
      if (due < was) shortened += 1;
    }
  };
  fc.assert(
    fc.property(anyChanges, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 10 }), check),
    { numRuns: 10_000 },
  );
  // It says nothing unless many did move, both ways.
  expect(moved).toBeGreaterThan(1_000);
  expect(shortened).toBeGreaterThan(500);
}, 120_000);
