import { calendar, isDueProvisional } from "@shuangsui/workdays";

const shanghai = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
});

/** An instant as it is written in Asia/Shanghai: `2026-11-24 10:01`. */
export function instantText(instant: string): string {
  return shanghai.format(new Date(instant));
}

/**
 * A due time: one that ends a day is written as that day's 24:00, as the rules put it; one in a year whose holidays were
 * not announced yet says that it may still move.
 */
export function dueText(due: string): string {
  const text = instantText(due);
  const ended = text.endsWith(" 00:00")
    ? `${instantText(new Date(Date.parse(due) - 1).toISOString()).slice(0, 10)} 24:00`
    : text;
  return isDueProvisional(calendar, new Date(due)) ? `${ended}（暂定）` : ended;
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
