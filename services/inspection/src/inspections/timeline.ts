import type { InspectionState, TimelineStep } from "@shuangsui/contracts";
import { calendar, workdaysLeft } from "@shuangsui/workdays";
import { missedDue, waitingOf, type Inspection, type Waiting } from "./lifecycle.ts";
import { isEnd, way } from "./rules.ts";

const titles: Record<InspectionState, string> = {
  drawn: "抽取",
  confirmed: "回避期满、检查组确定",
  notified: "送达检查通知书",
  checking: "开始现场检查",
  recorded: "现场检查记录",
  handled: "问题处理",
  signed: "检查报告签署",
  "fed-back": "向被检查对象反馈",
  published: "结果公示",
  credited: "信用归集",
  closed: "办结",
  gone: "检查对象已不存在",
  lapsed: "检查期限届满未检查",
  cancelled: "取消",
};

const waitedFor: Record<Waiting["for"], string> = {
  declarations: "检查组、被检查对象、上级：回避申报",
  notice: "检查组长：送达检查通知书",
  check: "检查组：到场出示证件，开始检查",
  record: "检查组：现场检查记录",
  paths: "检查组长：逐项处理问题",
  report: "检查组：两名执法人员签署检查报告",
  feedback: "检查组长：向被检查对象反馈结果",
  result: "公示",
  objections: "被检查对象：异议（如有）",
  credit: "信用归集",
  nothing: "",
};

const byItself: Record<NonNullable<Waiting["byItself"]>, string> = {
  confirmed: "到期自动确认检查组",
  lapsed: "到期未检查自动终止并公示",
  breach: "到期未完成记为逾期并通报上级",
  published: "到期自动公示",
  credited: "到期自动归集信用并办结",
};

/** The time at which each state was reached, by the events' stamps. */
export type Reached = ReadonlyMap<InspectionState, Date>;

/** The way of an inspection as a timeline: what is done and when, what is waited for, what will happen by itself and when. */
export function timelineOf(row: Inspection, reached: Reached, now: Date): TimelineStep[] {
  const waiting = waitingOf(row);
  const doneUntil = way.findLastIndex((state) => reached.has(state));
  const steps = way.map((state, index): TimelineStep => {
    const at = reached.get(state);
    if (at !== undefined) return { step: state, title: titles[state], status: "done", at: at.toISOString() };
    if (index !== doneUntil + 1 || isEnd(row.state))
      return {
        step: state,
        title: titles[state],
        status: "ahead",
        ...(state === "published" ? publishedByItself(row, now) : {}),
      };
    const missed = missedDue(row);
    const due = missed ?? waiting.due;
    return {
      step: state,
      title: titles[state],
      status: missed === null ? "now" : "missed",
      waitingFor: waitedFor[waiting.for],
      ...(due === null ? {} : { due: due.toISOString(), workdaysLeft: workdaysLeft(calendar, now, due) }),
      ...(missed !== null || waiting.byItself === null || waiting.due === null
        ? {}
        : { byItself: byItself[waiting.byItself] }),
    };
  });
  if (!isEnd(row.state)) return steps;
  const done = steps.filter((step) => step.status === "done");
  if (row.state === "closed") return done;
  const ended: TimelineStep = {
    step: row.state,
    title: titles[row.state],
    status: "done",
    ...(row.ended_at === null ? {} : { at: row.ended_at.toISOString() }),
  };
  return [...done, ended];
}

/** When the result, or the fact that nothing is ready, is published by itself: known from the end of the check on. */
function publishedByItself(
  row: Inspection,
  now: Date,
): Pick<TimelineStep, "due" | "workdaysLeft" | "byItself"> {
  if (row.result_due === null || row.fact_published_at !== null || isEnd(row.state)) return {};
  return {
    due: row.result_due.toISOString(),
    workdaysLeft: workdaysLeft(calendar, now, row.result_due),
    byItself: byItself.published,
  };
}

const eventTitles: Record<string, string> = {
  drawn: "被抽取，检查组派定",
  "took-place-of-gone": "作为备选递补",
  confirmed: "检查组确定",
  notified: "检查通知书送达",
  "notice-amended": "变更检查组，重新制发通知书",
  begun: "开始现场检查",
  recorded: "现场检查记录完成",
  "findings-handled": "问题均已处理",
  "path-taken": "问题处理",
  signed: "检查报告签署",
  "fed-back": "结果反馈",
  objected: "被检查对象提出异议",
  answered: "异议答复",
  "publishing-asked": "申请提前公示",
  published: "结果公示",
  "fact-published": "到期公示逾期事实",
  "version-published": "公布新版本",
  credited: "纳入信用记录",
  "credit-withheld": "异议采纳，不纳入信用记录",
  closed: "办结",
  gone: "检查对象已不存在",
  lapsed: "期限届满",
  cancelled: "取消检查",
  "recusal-declared": "回避申报",
  "team-changed": "检查组变更",
  "alternate-called": "备选对象递补",
  "record-missed": "现场检查记录逾期",
  "report-missed": "检查报告逾期",
  "feedback-missed": "结果反馈逾期",
  reminded: "到期提醒",
  "objections-closed": "异议期满",
  "delivery-refused": "外部服务拒绝",
};

/** An event's title in Chinese. */
export function eventTitle(type: string): string {
  return eventTitles[type] ?? type;
}
