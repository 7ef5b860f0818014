import { filledIn } from "@shuangsui/contracts";
import { dueText as dueTextOf, shanghaiTime } from "@shuangsui/workdays";
import { words } from "./words.ts";

/** An instant as it is written in Asia/Shanghai: `2026-11-24 10:01`. */
export function instantText(instant: string): string {
  return shanghaiTime(new Date(instant));
}

/** A due time, `2026-11-24 24:00`, with a mark where it may still move. */
export function dueText(due: string, provisional = false): string {
  return dueTextOf(new Date(due)) + (provisional ? words.label.provisional : "");
}

/** Whether local holidays stop the deadline beside which it stands. */
export function localText(localHolidaysStop: boolean): string {
  return localHolidaysStop ? words.label.localHolidaysStop : words.label.localHolidaysCount;
}

/** How long is left, in words, with a tone for colour. The words alone say all. */
export type Left = { text: string; tone: "late" | "today" | "soon" | "calm" };

/** Working days left, or passed. Null where nothing has a due time. */
export function leftText(workdaysLeft: number | null | undefined, overdue: boolean): Left | null {
  if (workdaysLeft === null || workdaysLeft === undefined)
    return overdue ? { text: words.left.late, tone: "late" } : null;
  if (overdue || workdaysLeft < 0)
    return { text: filledIn(words.left.lateBy, { days: Math.max(1, Math.abs(workdaysLeft)) }), tone: "late" };
  if (workdaysLeft === 0) return { text: words.left.today, tone: "today" };
  return {
    text: filledIn(words.left.days, { days: workdaysLeft }),
    tone: workdaysLeft <= 2 ? "soon" : "calm",
  };
}
