import { describe, expect, test } from "vitest";
import { startOfDay } from "./date.ts";
import {
  calendarIn,
  dueAt,
  editionAfter,
  editionsOf,
  explain,
  isWorkday,
  nation,
  newest,
  type Notice,
} from "./index.ts";
import { changesWith, mangshi, national, noticeOf } from "./testing/calendars.ts";

/** Made up for the test: no such notice was known when it was written. */
const of2027 = noticeOf({
  authority: nation,
  number: "国办发明电〔2026〕0号",
  daysOff: [
    { from: "2027-01-01", to: "2027-01-03" },
    { from: "2027-02-05", to: "2027-02-12" },
  ],
  worked: ["2026-12-27"],
});
/** 泼水节 of 2025. */
const waterFestival: Notice = noticeOf({
  authority: "533100",
  number: "德政办发〔2025〕1号",
  issuedOn: "2025-03-10",
  daysOff: [{ from: "2025-04-10", to: "2025-04-13" }],
});
const at = (day: string) => new Date(startOfDay(day).getTime() + 3_600_000);

describe("a new national notice", () => {
  test("makes a version of its own, in which a deadline moves and becomes final", () => {
    const editions = mangshi(of2027);
    const event = new Date("2026-12-30T02:00:00Z");
    expect(dueAt(calendarIn(editions, 3), event, 2)).toMatchObject({ on: "2027-01-01", provisional: true });
    expect(dueAt(newest(editions).calendar, event, 2)).toMatchObject({
      on: "2027-01-04",
      provisional: false,
      calendarVersion: 4,
    });
    expect(editionAfter(editions, 3)?.by).toEqual(of2027);
    expect(editionAfter(editions, 4)).toBeUndefined();
  });

  test("may make a weekend of the year before worked", () => {
    expect(isWorkday(newest(mangshi(of2027)).calendar, "2026-12-27")).toBe(true);
  });

  test("that takes the place of another leaves nothing of it", () => {
    const correction = noticeOf({
      authority: nation,
      number: "国办发明电〔2027〕1号",
      issuedOn: "2026-12-20",
      daysOff: [{ from: "2027-02-05", to: "2027-02-14" }],
      supersedes: of2027.number,
    });
    const { calendar } = newest(mangshi(of2027, correction));
    expect(isWorkday(calendar, "2027-01-01")).toBe(true);
    expect(isWorkday(calendar, "2026-12-27")).toBe(false);
    expect(dueAt(calendar, at("2027-01-04"), 1).provisional).toBe(false);
    // 2020: the holiday was lengthened while it lasted, over a Saturday that was to be worked.
    const longer = noticeOf({
      authority: nation,
      number: "国办发明电〔2027〕2号",
      issuedOn: "2027-02-10",
      daysOff: [{ from: "2027-02-13", to: "2027-02-16" }],
    });
    expect(
      isWorkday(newest(mangshi({ ...of2027, worked: ["2027-02-13"] }, longer)).calendar, "2027-02-13"),
    ).toBe(false);
  });
});

describe("local holidays", () => {
  test("come on top of the national ones: 泼水节 2025 stops five working days after 8 April", () => {
    const editions = mangshi(waterFestival);
    expect(dueAt(newest(editions).calendar, at("2025-04-08"), 5).on).toBe("2025-04-17");
    expect(dueAt(national, at("2025-04-08"), 5).on).toBe("2025-04-15");
  });

  test("of a prefecture are its counties', a county's are its own", () => {
    const ruili = noticeOf({
      authority: "533102",
      number: "瑞政办发〔2026〕1号",
      daysOff: [{ from: "2026-11-09", to: "2026-11-09" }],
    });
    const changes = changesWith(waterFestival, ruili);
    const mangshiHas = newest(editionsOf(changes, [nation, "533100", "533103"]));
    const ruiliHas = newest(editionsOf(changes, [nation, "533100", "533102"]));
    expect(mangshiHas.version).toBe(4);
    expect(ruiliHas.version).toBe(5);
    expect([mangshiHas, ruiliHas].map(({ calendar }) => isWorkday(calendar, "2026-11-09"))).toEqual([
      true,
      false,
    ]);
    expect([mangshiHas, ruiliHas].map(({ calendar }) => isWorkday(calendar, "2025-04-10"))).toEqual([
      false,
      false,
    ]);
  });

  test("stop no deadline where the prefecture says so, and do again where it takes that back", () => {
    const [off, on] = [false, true].map((stopDeadlines) => ({ authority: "533100", stopDeadlines }));
    if (off === undefined || on === undefined) throw new Error("two settings");
    const due = (...settings: (typeof off)[]) =>
      dueAt(newest(mangshi(waterFestival, ...settings)).calendar, at("2025-04-08"), 5).on;
    expect([due(), due(off), due(off, on)]).toEqual(["2025-04-17", "2025-04-15", "2025-04-17"]);
  });

  test("make no year final", () => {
    const local = noticeOf({
      authority: "533100",
      number: "德政办发〔2027〕1号",
      daysOff: [{ from: "2027-04-10", to: "2027-04-13" }],
    });
    expect(dueAt(newest(mangshi(local)).calendar, at("2027-04-08"), 1).provisional).toBe(true);
  });
});

test("a deadline is explained day by day", () => {
  const days = explain(newest(mangshi(waterFestival)).calendar, "2025-04-08", 5);
  expect(days.map(({ day, kind, number }) => [day, kind, number])).toEqual([
    ["2025-04-09", "counted", 1],
    ["2025-04-10", "holiday", null],
    ["2025-04-11", "holiday", null],
    ["2025-04-12", "holiday", null],
    ["2025-04-13", "holiday", null],
    ["2025-04-14", "counted", 2],
    ["2025-04-15", "counted", 3],
    ["2025-04-16", "counted", 4],
    ["2025-04-17", "counted", 5],
  ]);
  expect(days[1]?.notice?.number).toBe(waterFestival.number);
  expect(explain(national, "2026-02-13", 2).map(({ kind }) => kind)).toEqual([
    "worked-in-exchange",
    ...Array.from({ length: 9 }, () => "holiday"),
    "counted",
  ]);
  expect(explain(national, "2026-03-06", 1).map(({ kind }) => kind)).toEqual([
    "weekend",
    "weekend",
    "counted",
  ]);
  expect(() => explain(national, "2026-03-06", 0)).toThrow(RangeError);
});

test("a notice that names no date is refused", () => {
  const wrong = noticeOf({ authority: "533100", number: "1号", worked: ["2026-02-30"] });
  expect(() => mangshi(wrong)).toThrow(/is not a date/);
});
