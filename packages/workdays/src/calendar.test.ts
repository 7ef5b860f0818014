import { describe, expect, test } from "vitest";
import { calendar, dueAt, isWorkday, withYear, type YearNotice } from "./index.ts";

/** Made up for the test: no such notice was known when it was written. */
const made: YearNotice = {
  year: 2027,
  notice: "国办发明电〔2026〕0号",
  issued: "2026-11-01",
  holidays: [{ name: "元旦", from: "2027-01-01", to: "2027-01-03", worked: ["2026-12-27"] }],
};

describe("a new notice", () => {
  test("gives a new calendar with its own version, and leaves the old one alone", () => {
    const next = withYear(calendar, made);
    expect(next.version).toBe("2027-1");
    expect(isWorkday(next, "2027-01-01")).toBe(false);
    expect(isWorkday(calendar, "2027-01-01")).toBe(true);
    expect(calendar.version).toBe("2026-1");
  });

  test("moves an open deadline and makes it final", () => {
    const event = new Date("2026-12-30T02:00:00Z");
    expect(dueAt(calendar, event, 2)).toMatchObject({ on: "2027-01-01", provisional: true });
    expect(dueAt(withYear(calendar, made), event, 2)).toMatchObject({
      on: "2027-01-04",
      provisional: false,
      calendarVersion: "2027-1",
    });
  });

  test("may make a weekend of the year before worked", () => {
    expect(isWorkday(withYear(calendar, made), "2026-12-27")).toBe(true);
  });

  test("corrected in the course of the year counts its versions on", () => {
    const next = withYear(calendar, made);
    const again = withYear(next, { ...made, holidays: [] });
    expect(again.version).toBe("2027-2");
    expect(isWorkday(again, "2027-01-01")).toBe(true);
    expect(withYear(again, made, "2027-2a").version).toBe("2027-2a");
  });

  test("survives JSON", () => {
    const stored: typeof calendar = JSON.parse(JSON.stringify(withYear(calendar, made)));
    expect(isWorkday(stored, "2027-01-01")).toBe(false);
    expect(isWorkday(stored, "2026-02-14")).toBe(true);
  });

  test("malformed is refused", () => {
    const holiday = { name: "元旦", from: "2027-01-01", to: "2027-01-03", worked: [] };
    const wrong = (change: object) => () =>
      withYear(calendar, { ...made, holidays: [{ ...holiday, ...change }] });
    expect(wrong({ to: "2026-12-31" })).toThrow(/cannot last/);
    expect(wrong({ to: "2027-02-01" })).toThrow(/cannot last/);
    expect(wrong({ from: "1 January" })).toThrow(/is not a date/);
    expect(wrong({ worked: ["2027-01-02"] })).toThrow(/both off and worked/);
    expect(() => withYear(calendar, { ...made, year: 2027.5 })).toThrow(RangeError);
    expect(() => withYear(calendar, made, calendar.version)).toThrow(/is taken/);
  });
});
