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
