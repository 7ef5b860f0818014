import { inspectionEn } from "@shuangsui/contracts/inspection-words/en";
import { inspectionZh } from "@shuangsui/contracts/inspection-words/zh";
import { describe, expect, it } from "vitest";
import { reasonOf, reasonOfPath, standingText } from "./due-reasons.ts";

const due = "2026-11-09T16:00:00.000Z";
const period = { due, workdays: 5 };
const dueTimes = [
  {
    ...period,
    deadline: "report" as const,
    from: { what: "check-ended" as const, at: "2026-11-02T02:00:00.000Z" },
  },
  {
    ...period,
    deadline: "result" as const,
    from: { what: "fed-back" as const, at: "2026-11-02T03:00:00.000Z" },
  },
  { deadline: "window" as const, due: "2026-10-30T16:00:00.000Z", from: null, workdays: null },
];

describe("the reason of a due time that is shown", () => {
  it("is the one of what is waited for, where two end at once", () => {
    expect(reasonOf({ dueTimes }, due, "report")?.rule).toBe("report");
    expect(reasonOf({ dueTimes }, due, "result")?.rule).toBe("result");
    expect(reasonOf({ dueTimes }, due)?.rule).toBe("report");
  });

  it("is the window's for what must happen in it, and none of another time", () => {
    expect(reasonOf({ dueTimes }, "2026-10-30T16:00:00.000Z", "check")?.rule).toBe("window");
    expect(reasonOf({ dueTimes }, "2026-10-31T16:00:00.000Z", "check")).toBeUndefined();
    expect(reasonOf({ dueTimes }, null, "nothing")).toBeUndefined();
  });

  it("of a path is the day that its document names, to its end", () =>
    expect(reasonOfPath("2026-12-01")).toMatchObject({ rule: "path", due: "2026-12-01T16:00:00.000Z" }));
});

describe("how a due time stands", () => {
  it.each([
    [{ workdaysLeft: 3, overdue: false }, "还有 3 个工作日。"],
    [{ workdaysLeft: 0, overdue: false }, "今天到期。"],
    [{ workdaysLeft: -3, overdue: true }, "已于 2026-11-09 24:00 届满，逾期 3 个工作日。"],
    [{ workdaysLeft: 0, overdue: true }, "已于 2026-11-09 24:00 届满，逾期 1 个工作日。"],
  ])("%j is said also when it is due today or late", (left, text) =>
    expect(standingText(due, left, inspectionZh.due)).toBe(text),
  );

  it("is not said of one that is awaited no more", () => {
    expect(standingText(due, null, inspectionZh.due)).toBeNull();
    expect(standingText(due, { workdaysLeft: 0, overdue: false }, inspectionEn.due)).toBe("It is due today.");
  });
});
