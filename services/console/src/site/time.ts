import { calendar, dueText as dueTextBy, shanghaiTime } from "@shuangsui/workdays";

/** An instant as it is written in Asia/Shanghai: `2026-11-24 10:01`. */
export function instantText(instant: string): string {
  return shanghaiTime(new Date(instant));
}

/** A due time by the calendar: `2026-11-24 24:00`. */
export function dueText(due: string): string {
  return dueTextBy(calendar, new Date(due));
}

/** How long is left, in words, with a tone for colour. The words alone say all. */
export type Left = { text: string; tone: "late" | "today" | "soon" | "calm" };

/** Working days left, or passed. Null where nothing has a due time. */
export function leftText(workdaysLeft: number | null | undefined, overdue: boolean): Left | null {
  if (workdaysLeft === null || workdaysLeft === undefined)
    return overdue ? { text: "▲ 已超期", tone: "late" } : null;
  if (overdue || workdaysLeft < 0)
    return { text: `▲ 超期 ${Math.max(1, Math.abs(workdaysLeft))} 个工作日`, tone: "late" };
  if (workdaysLeft === 0) return { text: "● 今日到期", tone: "today" };
  return { text: `剩 ${workdaysLeft} 个工作日`, tone: workdaysLeft <= 2 ? "soon" : "calm" };
}
