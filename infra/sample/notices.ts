import type { CalendarNotice } from "@shuangsui/contracts";

/** 泼水节 of 2025 in Dehong: a local holiday by law, on top of the national ones. Its days are real, its number is made up. */
export const waterFestival2025: CalendarNotice = {
  authority: "533100",
  number: "德政办函〔2025〕3号",
  issuedOn: "2025-03-17",
  name: "德宏州人民政府办公室关于2025年泼水节放假的通知",
  daysOff: [{ from: "2025-04-10", to: "2025-04-13" }],
  worked: [],
};

/** A holiday of 芒市 that is made up, so that it falls into the sample's deadlines: three days from the one after `today`, of which one at least is a working day. */
export function madeUpHoliday(today: string): CalendarNotice {
  const day = (ahead: number) => new Date(Date.parse(today) + ahead * 86_400_000).toISOString().slice(0, 10);
  return {
    authority: "533103",
    number: "芒政办函〔示例〕1号",
    issuedOn: today,
    name: "芒市目瑙纵歌节放假的通知（示例）",
    daysOff: [{ from: day(1), to: day(3) }],
    worked: [],
  };
}
