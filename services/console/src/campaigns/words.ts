import type { CampaignDetail, CampaignState } from "@shuangsui/contracts";

/** A state of a campaign in words: its name, and what is waited for (null once it is over). */
export const campaignWords: Record<CampaignState, { name: string; waits: string | null }> = {
  draft: { name: "待编方案", waits: "编制检查方案（程序、内容、时间）" },
  scheme: { name: "待承诺", waits: "见证人提交承诺，锁定名录" },
  committed: { name: "待揭示随机数", waits: "承诺上网公开，见证人揭示随机数" },
  void: { name: "摇号作废", waits: "上级批准重新摇号" },
  drawn: { name: "派发中", waits: "系统派发检查" },
  running: { name: "检查中", waits: "各检查组完成检查" },
  ended: { name: "待公开摇号", waits: "公开摇号数据，到期自动公开" },
  revealed: { name: "摇号已公开", waits: "摇号数据在公示门户上公开" },
  closed: { name: "已结束", waits: null },
};

const waitWords: Record<string, string> = {
  scheme: "编制检查方案（程序、内容、时间）",
  commit: "见证人提交承诺，锁定名录",
  announcement: "在公示门户上公开",
  witnesses: "见证人揭示随机数",
  redraw: "上级批准重新摇号",
  start: "系统派发检查",
  checks: "各检查组完成检查",
  reveal: "公开摇号数据，到期自动公开",
  nothing: "—",
};

/** What a campaign waits for, by the service's own word for it. */
export function waitText(word: string): string {
  return waitWords[word] ?? word;
}

export const drawWords: Record<CampaignDetail["draw"]["state"], string> = {
  open: "尚未承诺",
  committed: "已承诺",
  drawn: "已摇号",
  revealed: "已公开",
  void: "已作废",
};

const eventWords: Record<string, string> = {
  triggered: "任务建立",
  "scheme-set": "检查方案确定",
  "witness-bound": "见证人提交承诺",
  committed: "名录锁定、作出承诺",
  announced: "承诺在公示门户公开",
  "witness-revealed": "见证人揭示随机数",
  drawn: "摇号、派组完成",
  running: "检查全部派发",
  "checks-over": "检查全部结束",
  voided: "摇号作废",
  "void-announced": "作废在公示门户公开",
  "redraw-approved": "批准重新摇号",
  "draw-opened": "重新摇号开始",
  "reveal-asked": "申请提前公开摇号",
  revealed: "摇号数据公开",
  closed: "任务结束",
};

/** An event's title. */
export function campaignEventText(type: string): string {
  return eventWords[type] ?? type;
}

const groundWords: Record<string, string> = {
  "open-inspection": "正在接受检查",
  "inspected-this-year": "本年度已检查",
  "visits-above-cap": "本年度检查次数已达上限",
  "alternate-elsewhere": "正作为其他摇号的候补对象",
};

/** Why targets were left out of a draw (article 20). */
export function groundText(ground: string): string {
  return groundWords[ground] ?? ground;
}
