import chineseDays from "chinese-days";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDay, parseDate } from "./date.ts";
import { addWorkdays, isProvisional, isWorkday, workdaysBetween } from "./index.ts";
import { national as calendar } from "./testing/calendars.ts";

const first = parseDate("2024-01-01");
const last = parseDate("2026-12-31");
const dates = Array.from({ length: last - first + 1 }, (_, i) => formatDay(first + i));
const published = fc.integer({ min: first, max: last }).map(formatDay);
const anyDate = fc.integer({ min: parseDate("1999-01-01"), max: parseDate("2060-12-31") }).map(formatDay);

describe("the oracle", () => {
  test("every day of 2024 to 2026 is worked or off as chinese-days has it", () => {
    expect(dates.filter((date) => isWorkday(calendar, date) !== chineseDays.isWorkday(date))).toEqual([]);
  });

  test("10,000 sums of working days agree with counting chinese-days' working days", () => {
    const worked = dates.filter((date) => chineseDays.isWorkday(date));
    const check = (date: string, n: number) => {
      const after = worked.findIndex((day) => day > date);
      const before = after - 1 - (worked[after - 1] === date ? 1 : 0);
      const expected = n > 0 ? worked[after + n - 1] : worked[before + n + 1];
      if (expected !== undefined && after >= 0 && before >= 0)
        expect(addWorkdays(calendar, date, n)).toBe(expected);
    };
    const n = fc.integer({ min: -60, max: 60 }).filter((value) => value !== 0);
    fc.assert(fc.property(published, n, check), { numRuns: 10_000 });
  });
});

describe("properties", () => {
  test("between is the inverse of add, both ways", () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -300, max: 300 }), (date, n) => {
        expect(workdaysBetween(calendar, date, addWorkdays(calendar, date, n))).toBe(n);
      }),
      { numRuns: 2_000 },
    );
  });

  test("what add reaches is a working day, and the further the later", () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 300 }), (date, n) => {
        const reached = addWorkdays(calendar, date, n);
        expect(isWorkday(calendar, reached)).toBe(true);
        expect(addWorkdays(calendar, date, n + 1) > reached).toBe(true);
      }),
    );
  });

  test("adding in two steps is adding at once", () => {
    const n = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(anyDate, n, n, (date, a, b) => {
        expect(addWorkdays(calendar, addWorkdays(calendar, date, a), b)).toBe(
          addWorkdays(calendar, date, a + b),
        );
      }),
    );
  });
});

describe("seasons", () => {
  test("Spring Festival 2026: nine days off, Saturdays before and after are worked", () => {
    expect(isWorkday(calendar, "2026-02-14")).toBe(true);
    expect(isWorkday(calendar, "2026-02-28")).toBe(true);
    expect(addWorkdays(calendar, "2026-02-13", 2)).toBe("2026-02-24");
    expect(addWorkdays(calendar, "2026-02-24", -1)).toBe("2026-02-14");
  });

  test("New Year's Eve of the old calendar was a working day in 2024, and off from 2025", () => {
    expect(isWorkday(calendar, "2024-02-09")).toBe(true);
    expect(isWorkday(calendar, "2025-01-28")).toBe(false);
  });

  test("National Day 2025 takes in Mid-Autumn: eight days, and Sunday and Saturday in exchange", () => {
    expect(addWorkdays(calendar, "2025-09-26", 1)).toBe("2025-09-28");
    expect(addWorkdays(calendar, "2025-09-30", 1)).toBe("2025-10-09");
    expect(workdaysBetween(calendar, "2025-09-30", "2025-10-12")).toBe(3);
  });

  test("a year's end", () => {
    expect(addWorkdays(calendar, "2025-12-31", 1)).toBe("2026-01-04");
    expect(addWorkdays(calendar, "2024-12-31", 1)).toBe("2025-01-02");
  });
});

describe("years without a notice", () => {
  test("count weekends only, and say so", () => {
    expect(isWorkday(calendar, "2027-10-01")).toBe(true);
    expect(isWorkday(calendar, "2027-10-02")).toBe(false);
    expect(isProvisional(calendar, "2027-10-01")).toBe(true);
    expect(isProvisional(calendar, "2026-12-31")).toBe(false);
  });
});

describe("what is refused", () => {
  test.each(["2026-2-1", "2026-02-30", "2026-13-01", "", "2026-02-01T00:00:00Z", "no date"])(
    "the date %j",
    (date) => {
      expect(() => isWorkday(calendar, date)).toThrow(RangeError);
      expect(() => addWorkdays(calendar, date, 1)).toThrow(/is not a date/);
      expect(() => workdaysBetween(calendar, "2026-01-01", date)).toThrow(RangeError);
      expect(() => isProvisional(calendar, date)).toThrow(RangeError);
    },
  );

  test.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 10_001])("%d working days", (n) => {
    expect(() => addWorkdays(calendar, "2026-01-01", n)).toThrow(/is not a number of working days/);
  });
});
