import { calendar } from "@shuangsui/workdays";
import { describe, expect, it } from "vitest";
import { dueTimes } from "./deadlines.ts";

const at = (text: string) => new Date(text);
/** 24:00 Asia/Shanghai of a day, in UTC. */
const endOf = (day: string) => new Date(`${day}T24:00:00+08:00`);

describe("the due times of an inspection (articles 29, 30)", () => {
  it("counts five working days to the report over National Day, whose exchange days are worked", () => {
    // 2026: holiday from 1 to 7 October; Saturday 10 October is worked (and Sunday 20 September).
    const due = dueTimes(calendar, { checkEnded: at("2026-09-28T08:00:00Z"), signed: null, fedBack: null });
    expect(due.report).toEqual(endOf("2026-10-10"));
  });

  it("counts the result from feedback where each step came in time", () => {
    const due = dueTimes(calendar, {
      checkEnded: at("2026-11-02T02:00:00Z"),
      signed: at("2026-11-04T02:00:00Z"),
      fedBack: at("2026-11-05T02:00:00Z"),
    });
    expect(due).toMatchObject({
      report: endOf("2026-11-09"),
      feedback: endOf("2026-11-06"),
      objection: endOf("2026-11-10"),
      result: endOf("2026-11-12"),
    });
  });

  it("counts the result from the report's due date where the report was missed, however late it came", () => {
    const never = dueTimes(calendar, { checkEnded: at("2026-11-02T02:00:00Z"), signed: null, fedBack: null });
    const late = dueTimes(calendar, {
      checkEnded: at("2026-11-02T02:00:00Z"),
      signed: at("2026-11-12T02:00:00Z"),
      fedBack: at("2026-11-13T02:00:00Z"),
    });
    expect(never.result).toEqual(endOf("2026-11-16"));
    expect(late.result).toEqual(never.result);
  });

  it("counts the result from the feedback's due date where the feedback was missed", () => {
    const due = dueTimes(calendar, {
      checkEnded: at("2026-11-02T02:00:00Z"),
      signed: at("2026-11-04T02:00:00Z"),
      fedBack: null,
    });
    expect(due.feedback).toEqual(endOf("2026-11-06"));
    expect(due.result).toEqual(endOf("2026-11-13"));
  });

  it("takes what is received at 24:00 as late, and a moment before as in time", () => {
    const checkEnded = at("2026-11-02T02:00:00Z");
    const inTime = dueTimes(calendar, { checkEnded, signed: at("2026-11-09T15:59:59.999Z"), fedBack: null });
    const late = dueTimes(calendar, { checkEnded, signed: at("2026-11-09T16:00:00.000Z"), fedBack: null });
    expect(inTime.result).not.toEqual(late.result);
  });
});
