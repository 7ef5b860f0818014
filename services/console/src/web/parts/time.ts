import { dueText as dueTextOf, shanghaiTime } from "@shuangsui/workdays";

/** An instant as it is written in Asia/Shanghai: `2026-11-24 10:01`. */
export const timeText = (instant: string): string => shanghaiTime(new Date(instant));

/** A due time as people write it, `2026-11-24 24:00`. */
export const dueText = (due: string): string => dueTextOf(new Date(due));
