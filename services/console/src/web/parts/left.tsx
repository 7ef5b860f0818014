import { filledIn } from "@shuangsui/contracts";
import { Space, Tag } from "antd";
import { useTexts } from "../words/words.tsx";
import { dueText } from "./time.ts";

type Due = {
  dueAt: string | null;
  workdaysLeft: number | null;
  overdue: boolean;
  provisional: boolean;
  /** Whether local holidays stop it, where that is known. */
  localHolidaysStop?: boolean;
};

/** When a step is due and how many working days are left. The words say all; colour only helps. */
export function DueAt({ dueAt, workdaysLeft, overdue, provisional, localHolidaysStop }: Due) {
  const { words } = useTexts();
  if (dueAt === null) return words.label.none;
  const late = overdue || (workdaysLeft ?? 0) < 0;
  const days = Math.abs(workdaysLeft ?? 0);
  const text = late
    ? filledIn(words.left.lateBy, { days: Math.max(1, days) })
    : days === 0
      ? words.left.today
      : filledIn(words.left.days, { days });
  const color = late ? "error" : days === 0 ? "warning" : days <= 2 ? "warning" : "default";
  return (
    <Space size={4} wrap>
      <span className="number">
        {dueText(dueAt)}
        {provisional ? words.label.provisional : ""}
      </span>
      <Tag color={color}>{text}</Tag>
      {localHolidaysStop === undefined
        ? null
        : localHolidaysStop
          ? words.label.localHolidaysStop
          : words.label.localHolidaysCount}
    </Space>
  );
}
