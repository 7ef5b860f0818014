import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dueAt, dueText, isDueProvisional, remindAt, shanghaiDate, workdaysLeft } from "./index.ts";
import { national as calendar } from "./testing/calendars.ts";

const anyInstant = fc.date({ min: new Date("2024-01-01"), max: new Date("2028-01-01"), noInvalidDate: true });

describe("Shanghai's midnight", () => {
  test("a day begins at 16:00 UTC of the day before", () => {
    expect(shanghaiDate(new Date("2026-03-02T15:59:59.999Z"))).toBe("2026-03-02");
    expect(shanghaiDate(new Date("2026-03-02T16:00:00.000Z"))).toBe("2026-03-03");
  });

  test("an event a moment before midnight is due a working day earlier than one at midnight", () => {
    expect(dueAt(calendar, new Date("2026-03-02T15:59:59.999Z"), 5).on).toBe("2026-03-09");
    expect(dueAt(calendar, new Date("2026-03-02T16:00:00.000Z"), 5).on).toBe("2026-03-10");
  });
});

describe("a deadline", () => {
  test("ends with its last working day, 24:00 in Shanghai", () => {
    const deadline = dueAt(calendar, new Date("2026-03-02T02:00:00Z"), 5);
    expect(deadline).toEqual({
      due: new Date("2026-03-09T16:00:00Z"),
      on: "2026-03-09",
      calendarVersion: 3,
      provisional: false,
    });
  });

  test("runs over Spring Festival and over National Day", () => {
    expect(dueAt(calendar, new Date("2026-02-13T02:00:00Z"), 5).on).toBe("2026-02-27");
    expect(dueAt(calendar, new Date("2026-09-30T02:00:00Z"), 5).on).toBe("2026-10-13");
  });

  test("may still move where it ends in a year without notice", () => {
    expect(isDueProvisional(calendar, new Date("2026-12-31T16:00:00Z"))).toBe(false);
    expect(isDueProvisional(calendar, new Date("2026-12-31T16:00:00.001Z"))).toBe(true);
  });

  test("is provisional as soon as it runs into a year without notice", () => {
    expect(dueAt(calendar, new Date("2026-12-30T02:00:00Z"), 1).provisional).toBe(false);
    expect(dueAt(calendar, new Date("2026-12-30T02:00:00Z"), 2)).toMatchObject({
      on: "2027-01-01",
      provisional: true,
    });
    expect(dueAt(calendar, new Date("2023-12-29T02:00:00Z"), 1)).toMatchObject({
      on: "2024-01-02",
      provisional: true,
    });
    expect(dueAt(calendar, new Date("2023-12-31T02:00:00Z"), 1)).toMatchObject({
      on: "2024-01-02",
      provisional: false,
    });
  });

  test("of no working day, or of an invalid event, is refused", () => {
    expect(() => dueAt(calendar, new Date("2026-03-02"), 0)).toThrow(RangeError);
    expect(() => dueAt(calendar, new Date("2026-03-02"), 1.5)).toThrow(RangeError);
    expect(() => dueAt(calendar, new Date("2026-03-02"), Number.NaN)).toThrow(RangeError);
    expect(() => dueAt(calendar, new Date("nonsense"), 5)).toThrow(/invalid Date/);
  });
});

describe("working days left", () => {
  const { due } = dueAt(calendar, new Date("2026-03-02T02:00:00Z"), 5);
  test.each([
    ["2026-03-02T02:00:00Z", 5],
    ["2026-03-06T02:00:00Z", 1],
    ["2026-03-07T02:00:00Z", 1],
    ["2026-03-08T16:00:00Z", 0],
    ["2026-03-09T15:59:59Z", 0],
    ["2026-03-09T16:00:00Z", -1],
    ["2026-03-11T02:00:00Z", -2],
  ])("at %s: %d", (now, left) => {
    expect(workdaysLeft(calendar, new Date(now), due)).toBe(left);
  });

  test("are negative from the weekend on when Friday's deadline was missed", () => {
    const friday = dueAt(calendar, new Date("2026-03-05T02:00:00Z"), 1).due;
    expect(workdaysLeft(calendar, new Date("2026-03-07T02:00:00Z"), friday)).toBe(-1);
    expect(workdaysLeft(calendar, new Date("2026-03-09T02:00:00Z"), friday)).toBe(-1);
  });

  test("are n at the event, and negative exactly when it is past", () => {
    fc.assert(
      fc.property(anyInstant, anyInstant, fc.integer({ min: 1, max: 40 }), (event, now, n) => {
        const deadline = dueAt(calendar, event, n);
        expect(workdaysLeft(calendar, event, deadline.due)).toBe(n);
        expect(workdaysLeft(calendar, now, deadline.due) < 0).toBe(now.getTime() >= deadline.due.getTime());
      }),
    );
  });
});

test("a due time is written as the day that it ends", () => {
  expect(dueText(new Date("2026-11-25T02:01:00Z"))).toBe("2026-11-25 10:01");
  expect(dueText(new Date("2026-12-31T15:59:59.999Z"))).toBe("2026-12-31 23:59");
  expect(dueText(new Date("2026-12-31T16:00:00Z"))).toBe("2026-12-31 24:00");
  expect(() => dueText(new Date("nonsense"))).toThrow(/invalid Date/);
});

describe("a reminder", () => {
  const { due } = dueAt(calendar, new Date("2026-03-02T02:00:00Z"), 5);

  test("comes at the start of the n-th working day before", () => {
    expect(remindAt(calendar, due, 2)).toEqual(new Date("2026-03-04T16:00:00Z"));
    expect(remindAt(calendar, due, 1)).toEqual(new Date("2026-03-05T16:00:00Z"));
    expect(remindAt(calendar, due, 0)).toEqual(new Date("2026-03-08T16:00:00Z"));
  });

  test("finds n working days left", () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 20 }), (event, n) => {
        const deadline = dueAt(calendar, event, 21);
        expect(workdaysLeft(calendar, remindAt(calendar, deadline.due, n), deadline.due)).toBe(n);
      }),
    );
  });

  test("after the deadline is refused", () => {
    expect(() => remindAt(calendar, due, -1)).toThrow(RangeError);
    expect(() => remindAt(calendar, new Date("nonsense"), 1)).toThrow(/invalid Date/);
  });
});
