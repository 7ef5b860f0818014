import { startOfDay } from "./date.ts";
import { nation, type CalendarChange, type Notice } from "./notice.ts";

/** The notices of the State Council's General Office that a calendar begins with. Later ones are entered as they are issued. */
const nationalNotices: readonly Notice[] = [
  {
    authority: nation,
    number: "国办发明电〔2023〕7号",
    issuedOn: "2023-10-25",
    name: "国务院办公厅关于2024年部分节假日安排的通知",
    daysOff: [
      { from: "2024-01-01", to: "2024-01-01" }, // 元旦
      { from: "2024-02-10", to: "2024-02-17" }, // 春节
      { from: "2024-04-04", to: "2024-04-06" }, // 清明节
      { from: "2024-05-01", to: "2024-05-05" }, // 劳动节
      { from: "2024-06-10", to: "2024-06-10" }, // 端午节
      { from: "2024-09-15", to: "2024-09-17" }, // 中秋节
      { from: "2024-10-01", to: "2024-10-07" }, // 国庆节
    ],
    worked: [
      "2024-02-04",
      "2024-02-18",
      "2024-04-07",
      "2024-04-28",
      "2024-05-11",
      "2024-09-14",
      "2024-09-29",
      "2024-10-12",
    ],
    supersedes: null,
  },
  {
    authority: nation,
    number: "国办发明电〔2024〕12号",
    issuedOn: "2024-11-12",
    name: "国务院办公厅关于2025年部分节假日安排的通知",
    daysOff: [
      { from: "2025-01-01", to: "2025-01-01" }, // 元旦
      { from: "2025-01-28", to: "2025-02-04" }, // 春节
      { from: "2025-04-04", to: "2025-04-06" }, // 清明节
      { from: "2025-05-01", to: "2025-05-05" }, // 劳动节
      { from: "2025-05-31", to: "2025-06-02" }, // 端午节
      { from: "2025-10-01", to: "2025-10-08" }, // 国庆节、中秋节
    ],
    worked: ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    supersedes: null,
  },
  {
    authority: nation,
    number: "国办发明电〔2025〕7号",
    issuedOn: "2025-11-04",
    name: "国务院办公厅关于2026年部分节假日安排的通知",
    daysOff: [
      { from: "2026-01-01", to: "2026-01-03" }, // 元旦
      { from: "2026-02-15", to: "2026-02-23" }, // 春节
      { from: "2026-04-04", to: "2026-04-06" }, // 清明节
      { from: "2026-05-01", to: "2026-05-05" }, // 劳动节
      { from: "2026-06-19", to: "2026-06-21" }, // 端午节
      { from: "2026-09-25", to: "2026-09-27" }, // 中秋节
      { from: "2026-10-01", to: "2026-10-07" }, // 国庆节
    ],
    worked: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
    supersedes: null,
  },
];

/** The changes that a calendar begins with, each made on the day of its notice. */
export const nationalChanges: readonly CalendarChange[] = nationalNotices.map((notice, index) => ({
  version: index + 1,
  at: startOfDay(notice.issuedOn),
  by: notice,
}));
