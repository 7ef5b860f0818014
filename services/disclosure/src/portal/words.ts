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

const format = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** An instant as people in Shanghai read it: 2026-09-18 10:30. */
export function shanghaiTime(instant: string | Date): string {
  const parts = Object.fromEntries(
    format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]),
  );
  return `${parts["year"]}-${parts["month"]}-${parts["day"]} ${parts["hour"]}:${parts["minute"]}`;
}
