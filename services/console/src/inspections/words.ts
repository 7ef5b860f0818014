import type { InspectionState, inspectionOrigin, findingPath } from "@shuangsui/contracts";
import type { z } from "zod";

/** A phase of the one status line, from the item list to the credit record. */
export type Phase = "items" | "plan" | "draw" | "dispatch" | "check" | "review" | "publish" | "credit";

/** The status line in order. */
export const phases: readonly { phase: Phase; title: string }[] = [
  { phase: "items", title: "事项清单" },
  { phase: "plan", title: "计划" },
  { phase: "draw", title: "抽取" },
  { phase: "dispatch", title: "派发" },
  { phase: "check", title: "检查" },
  { phase: "review", title: "审核" },
  { phase: "publish", title: "公示" },
  { phase: "credit", title: "信用归集" },
];

/** A state in words: its name, the phase it stands in (null once ended), and who is waited for and for what. */
export type StateWords = { name: string; phase: Phase | null; waits: string | null };

/** Every state in the words of the pages, in the order of the way. */
export const stateWords: Record<InspectionState, StateWords> = {
  drawn: { name: "回避期", phase: "draw", waits: "各方申报回避，期满自动定组" },
  confirmed: { name: "待通知", phase: "dispatch", waits: "检查组送达检查通知书" },
  notified: { name: "待检查", phase: "check", waits: "检查组到场亮证、开始检查" },
  checking: { name: "检查中", phase: "check", waits: "检查组完成现场检查记录" },
  recorded: { name: "问题处理", phase: "check", waits: "检查组处理发现的问题" },
  handled: { name: "待签报告", phase: "review", waits: "两名执法人员签署检查报告" },
  signed: { name: "待反馈", phase: "review", waits: "检查单位向检查对象反馈结果" },
  "fed-back": { name: "待公示", phase: "publish", waits: "公示结果，到期自动公示" },
  published: { name: "待归集", phase: "credit", waits: "异议期满后归集信用记录" },
  credited: { name: "待办结", phase: "credit", waits: "系统办结" },
  closed: { name: "已办结", phase: null, waits: null },
  gone: { name: "对象不存在", phase: null, waits: null },
  lapsed: { name: "逾期失效", phase: null, waits: null },
  cancelled: { name: "已取消", phase: null, waits: null },
};

/** The ground of an inspection (article 2) in words. */
export const originWords: Record<z.infer<typeof inspectionOrigin>, string> = {
  draw: "随机抽查",
  complaint: "投诉举报",
  "data-alert": "大数据预警",
  referral: "转办交办",
  assignment: "上级指定",
  statutory: "质量安全扬尘法定检查",
  "follow-up": "案后回查",
  review: "督查复核",
};

/** A finding's path (article 27) in words. */
export const pathWords: Record<z.infer<typeof findingPath>, string> = {
  "on-the-spot": "当场处理",
  "own-department": "本部门处理",
  "other-department": "建议其他部门处理",
  "crime-transfer": "移送司法机关",
};

export const kindWords = { entity: "市场主体", project: "工程项目" } as const;
