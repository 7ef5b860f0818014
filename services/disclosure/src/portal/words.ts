import { calendar, dueText, shanghaiTime as shanghaiTimeOf } from "@shuangsui/workdays";

/** What the portal calls the kinds of publications. */
export const kindNames = {
  plan: "年度执法检查计划",
  "plan-adjustment": "计划调整",
  result: "抽查结果",
} as const;

/** By whom a version came out. */
export const byNames = {
  official: "按期公示",
  deadline: "到期自动公示",
  correction: "更正或补充",
  withdrawal: "未实施检查的说明",
} as const;

/** What the portal calls the states of a draw. */
export const drawStateNames = {
  committed: "已承诺，检查结束后公开",
  revealed: "已公开，可核验",
  void: "已作废",
} as const;

/** An instant as people in Shanghai read it: 2026-09-18 10:30. */
export function shanghaiTime(instant: string | Date): string {
  return shanghaiTimeOf(new Date(instant));
}

/** A due time by the calendar: 2026-09-18 24:00. */
export function dueTime(instant: string | Date): string {
  return dueText(calendar, new Date(instant));
}

const factNames: Record<string, string> = {
  authority: "行政区划代码",
  authorityName: "发布机构",
  planId: "计划编号",
  year: "年度",
  revision: "计划修订号",
  entries: "抽查计划数",
  inspectionId: "检查编号",
  drawId: "摇号编号",
  origin: "检查来源",
  targetCode: "检查对象代码",
  targetName: "检查对象",
  checkEndedOn: "检查结束日期",
  breaches: "逾期次数",
  opaqueId: "摇号中的匿名编号",
  salt: "匿名编号的盐值",
  findings: "发现问题数",
  overdue: "逾期事项",
  evidenceSha256: "证据 SHA-256",
};

const originNames: Record<string, string> = {
  draw: "随机抽取",
  complaint: "投诉举报",
  "data-alert": "大数据预警",
  referral: "转办",
  assignment: "交办",
  statutory: "法定检查",
  "follow-up": "案后回查",
  review: "复核",
};

/** What the portal calls a fact; one not known keeps its own name. */
export function factName(key: string): string {
  const entry = /^entry([1-9]\d*)$/.exec(key)?.[1];
  if (entry !== undefined) return `抽查计划 ${entry} 编号`;
  return Object.hasOwn(factNames, key) ? (factNames[key] ?? key) : key;
}

/** A fact's value as people read it. */
export function factValue(key: string, value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "是" : "否";
  const text = String(value);
  if (key === "origin" && Object.hasOwn(originNames, text)) return originNames[text] ?? text;
  return text;
}
