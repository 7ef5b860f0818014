import { authorityOf } from "@shuangsui/contracts";
import { dueText } from "../site/time.ts";
import { pathWords } from "./words.ts";

type Value = string | number | boolean;
type Fact = { name: string; words?: Record<string, string>; time?: true };

/** How the facts of events read. One that stands here as null is for machines alone. */
const known: Record<string, Fact | null> = {
  drawId: { name: "摇号编号" },
  rank: { name: "抽取位次" },
  byItself: { name: "系统自动" },
  windowTo: { name: "实施期限" },
  due: { name: "期限", time: true },
  checkOn: { name: "检查日期" },
  method: { name: "方式", words: { "in-person": "当面", mail: "邮寄", electronic: "电子送达" } },
  findings: { name: "问题数" },
  open: { name: "未处理问题数" },
  targetSigned: { name: "检查对象签名" },
  path: { name: "处理方式", words: pathWords },
  settled: { name: "已办结" },
  late: { name: "逾期" },
  upheld: { name: "异议成立" },
  version: { name: "版本" },
  by: {
    name: "由",
    words: { official: "检查单位公示", deadline: "到期自动公示", correction: "更正", withdrawal: "撤回说明" },
  },
  number: { name: "人员编号" },
  reason: {
    name: "原因",
    words: {
      conflict: "利害关系",
      leave: "请假",
      suspended: "暂停执法",
      certificate: "证件失效",
      withdrawn: "退出",
      gone: "对象不存在",
    },
  },
  declaredBy: { name: "提出人", words: { officer: "检查人员", target: "检查对象", supervisor: "上级" } },
  modes: {
    name: "调整方式",
    words: { swap: "互换", replace: "替补", alternate: "备选对象递补", lapse: "空缺" },
  },
  officers: { name: "执法人员" },
  experts: { name: "专家" },
  outcome: { name: "结果", words: { clean: "未发现问题", violation: "发现问题" } },
  code: { name: "拒绝代码" },
  previousDraw: { name: "前次摇号" },
  from: { name: "自" },
  to: { name: "至" },
  position: { name: "见证人序号" },
  document: { name: "文号" },
  revealBy: { name: "揭示截止", time: true },
  revealDue: { name: "公开期限", time: true },
  targets: { name: "参加摇号对象" },
  inspectors: { name: "参加摇号人员" },
  inspections: { name: "派发检查" },
  drawn: { name: "抽取数" },
  missing: { name: "未揭示的见证人" },
  planId: null,
  entryId: null,
  findingId: null,
  opaqueId: null,
  effect: null,
};

/** A fact of an event as words, or null where there is nothing to say. One not known yet keeps its own name. */
export function factText(name: string, value: Value | null): string | null {
  const fact = Object.hasOwn(known, name) ? known[name] : { name };
  if (value === null || value === "" || fact === null || fact === undefined) return null;
  return `${fact.name}：${valueText(value, fact)}`;
}

function valueText(value: Value, fact: Fact): string {
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "number") return String(value);
  if (fact.time === true && !Number.isNaN(Date.parse(value))) return dueText(value);
  const { words } = fact;
  const authority = authorityOf(value);
  if (authority !== undefined) return authority.short;
  return words === undefined
    ? value
    : value
        .split(",")
        .map((word) => words[word] ?? word)
        .join("、");
}
