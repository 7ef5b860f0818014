import { dueAt, newest } from "@shuangsui/workdays";
import { describe, expect, it } from "vitest";
import { daysOff, mangshiCalendars, mangshiCalendarsWith } from "../testing/calendars.ts";
import { drawnModel } from "../testing/inspection-model.ts";
import { dueTime, explainedDueTimes, movedDueTimes, type Steps } from "./deadlines.ts";

const at = (text: string) => new Date(text);
/** 24:00 Asia/Shanghai of a day, in UTC. */
const endOf = (day: string) => new Date(`${day}T24:00:00+08:00`);
const { calendar } = newest(mangshiCalendars);

/** The due times that follow from the steps, each as its command computes it. */
function dueTimes(checkEnded: string, signed: string | null = null, fedBack: string | null = null) {
  const steps: Steps = {
    created_at: at(checkEnded),
    check_began_at: at(checkEnded),
    check_ended_at: at(checkEnded),
    report_due: null,
    signed_at: signed === null ? null : at(signed),
    feedback_due: null,
    fed_back_at: fedBack === null ? null : at(fedBack),
  };
  steps.report_due = dueTime(calendar, "report", steps);
  if (signed !== null) steps.feedback_due = dueTime(calendar, "feedback", steps);
  return {
    report: steps.report_due,
    feedback: steps.feedback_due,
    objection: fedBack === null ? null : dueTime(calendar, "objection", steps),
    result: dueTime(calendar, "result", steps),
  };
}

describe("the due times of an inspection (articles 29, 30)", () => {
  it("counts five working days to the report over National Day, whose exchange days are worked", () => {
    // 2026: holiday from 1 to 7 October; Saturday 10 October is worked (and Sunday 20 September).
    expect(dueTimes("2026-09-28T08:00:00Z").report).toEqual(endOf("2026-10-10"));
  });

  it("counts the result from feedback where each step came in time", () => {
    expect(dueTimes("2026-11-02T02:00:00Z", "2026-11-04T02:00:00Z", "2026-11-05T02:00:00Z")).toEqual({
      report: endOf("2026-11-09"),
      feedback: endOf("2026-11-06"),
      objection: endOf("2026-11-10"),
      result: endOf("2026-11-12"),
    });
  });

  it("counts the result from the report's due date where the report was missed, however late it came", () => {
    const never = dueTimes("2026-11-02T02:00:00Z");
    const late = dueTimes("2026-11-02T02:00:00Z", "2026-11-12T02:00:00Z", "2026-11-13T02:00:00Z");
    expect(never.result).toEqual(endOf("2026-11-16"));
    expect(late.result).toEqual(never.result);
  });

  it("counts the result from the feedback's due date where the feedback was missed", () => {
    const due = dueTimes("2026-11-02T02:00:00Z", "2026-11-04T02:00:00Z");
    expect(due.feedback).toEqual(endOf("2026-11-06"));
    expect(due.result).toEqual(endOf("2026-11-13"));
  });

  it("takes what is received at 24:00 as late, and a moment before as in time", () => {
    const inTime = dueTimes("2026-11-02T02:00:00Z", "2026-11-09T15:59:59.999Z");
    const late = dueTimes("2026-11-02T02:00:00Z", "2026-11-09T16:00:00.000Z");
    expect(inTime.result).not.toEqual(late.result);
  });
});

describe("a new calendar", () => {
  const checked = {
    ...drawnModel(at("2026-10-20T02:00:00Z")).row,
    check_ended_at: at("2026-11-02T02:00:00Z"),
    report_due: endOf("2026-11-09"),
    result_due: endOf("2026-11-16"),
  };
  const moved = (row: typeof checked, receivedAt: string) => {
    const edition = newest(
      mangshiCalendarsWith({ at: at(receivedAt), by: daysOff("1号", "2026-11-05", "2026-11-06") }),
    );
    return movedDueTimes(row, ["report", "result"], edition).due;
  };

  it("moves the report, and with it the result that counts from it", () => {
    expect(moved(checked, "2026-11-03T02:00:00Z")).toEqual({
      report_due: endOf("2026-11-11"),
      result_due: endOf("2026-11-18"),
    });
  });

  it("leaves a report that was missed where it was, and the result counts from there", () => {
    expect(moved(checked, "2026-11-10T02:00:00Z")).toEqual({});
  });
});

describe("why a due time is what it is", () => {
  const drawn = drawnModel(at("2026-10-20T02:00:00Z")).row;
  const on = (row: Partial<typeof drawn>) => explainedDueTimes({ ...drawn, ...row });
  const recusal = (askedAt: string, due: string): (typeof drawn.recusals)[number] => ({
    ...{ id: "r1", number: 1, askedBy: "officer-1", askedAt, due },
    ground: "kinship",
    declaredBy: "officer",
    ...{ escalatedAt: null, decidedAt: null, granted: null },
  });

  it("says what began it and how many working days were counted, which give that very time", () => {
    const checked = {
      check_began_at: at("2026-11-02T01:00:00Z"),
      check_ended_at: at("2026-11-02T02:00:00Z"),
    };
    const told = {
      ...{
        ...drawn,
        ...checked,
        signed_at: at("2026-11-04T02:00:00Z"),
        fed_back_at: at("2026-11-05T02:00:00Z"),
      },
      recusals: [recusal("2026-10-29T02:00:00.000Z", "2026-10-30T16:00:00.000Z")],
    };
    told.approval_due = dueTime(calendar, "approval", told);
    told.report_due = dueTime(calendar, "report", told);
    told.feedback_due = dueTime(calendar, "feedback", told);
    told.objection_due = dueTime(calendar, "objection", told);
    told.result_due = dueTime(calendar, "result", told);
    const explained = on({ ...told, recusal_due: dueTime(calendar, "recusal", told) });
    expect(explained.map(({ deadline, from }) => [deadline, from?.what])).toEqual([
      ["recusal", "opened"],
      ["approval", "check-began"],
      ["report", "check-ended"],
      ["feedback", "signed"],
      ["objection", "fed-back"],
      ["result", "fed-back"],
      ["recusal-decision", "recusal-asked"],
      ["window", undefined],
    ]);
    for (const { due, from, workdays } of explained)
      if (from !== null) expect(dueAt(calendar, at(from.at), workdays ?? 0).due.toISOString()).toBe(due);
  });

  it("of the result names the step that was missed, whose last day does not count", () => {
    const ended = { check_ended_at: at("2026-11-02T02:00:00Z"), report_due: endOf("2026-11-09") };
    const result = (row: Partial<typeof drawn>) =>
      on({ ...ended, result_due: endOf("2026-11-16"), ...row }).find(({ deadline }) => deadline === "result");
    expect(result({})?.from).toEqual({ what: "report-due", at: "2026-11-09T15:59:59.999Z" });
    const signed = { signed_at: at("2026-11-04T02:00:00Z"), feedback_due: endOf("2026-11-06") };
    expect(result(signed)?.from).toEqual({ what: "feedback-due", at: "2026-11-06T15:59:59.999Z" });
  });

  it("is none of what has not begun; the end of the window is a day of the scheme", () => {
    expect(on({}).map(({ deadline }) => deadline)).toEqual(["recusal", "window"]);
    expect(on({}).at(-1)).toEqual({
      deadline: "window",
      due: endOf(drawn.window_to).toISOString(),
      from: null,
      workdays: null,
    });
  });
});
