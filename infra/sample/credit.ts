import type { Random } from "./random.ts";

/** A row of credit-records.csv (article 21). The target is an entity's credit code or a project's code. */
export type CreditRow = {
  targetCode: string;
  kind: "complaint" | "violation" | "honest";
  date: string;
  description: string;
};

/** A target whose records are made up: its code, and its category or `project`. */
export type CreditTarget = { code: string; category: string };

type Descriptions = { complaint: readonly string[]; violation: readonly string[] };

const construction: Descriptions = {
  complaint: [
    "群众反映夜间施工噪声扰民",
    "群众反映施工现场扬尘",
    "分包单位反映工程款支付争议",
    "业主反映房屋渗水未及时维修",
  ],
  violation: [
    "未落实现场安全防护，责令改正并处罚款",
    "材料未经检验即使用，责令改正并处罚款",
    "未按审查合格的设计文件施工，责令改正并处罚款",
  ],
};
const housing: Descriptions = {
  complaint: [
    "业主反映服务与合同约定不符",
    "业主反映电梯故障维修不及时",
    "购房人反映交付时间与合同不符",
    "业主反映公共收益未公示",
  ],
  violation: [
    "未按规定公示收费项目，责令改正",
    "未按规定备案，责令改正并处罚款",
    "宣传内容与批准文件不符，责令改正并处罚款",
  ],
};
const gas: Descriptions = {
  complaint: ["用户反映停气未提前告知", "用户反映入户安全检查不到位", "用户反映充装重量不足"],
  violation: [
    "未定期巡查燃气设施，责令改正并处罚款",
    "未按规定设置安全警示标志，责令改正",
    "隐患未及时消除，责令停业整顿",
  ],
};
const laboratory: Descriptions = {
  complaint: ["委托单位反映检测报告出具不及时", "委托单位反映取样未见证"],
  violation: ["检测数据不能追溯，责令改正并处罚款", "超出资质范围检测，责令改正并处罚款"],
};
const byCategory: Readonly<Record<string, Descriptions>> = {
  builder: construction,
  supervisor: construction,
  project: construction,
  developer: housing,
  "property-manager": housing,
  "gas-supplier": gas,
  "testing-lab": laboratory,
};
const honest = [
  "年度信用评价优良，列入守信名单",
  "主动整改并通过复查，列入守信名单",
  "获评质量安全管理先进，列入守信名单",
];

/**
 * Records by which a hundred targets fall into the classes A 35, B 45, C 15, D 5, by the rule: D two or more violations
 * in 24 months; C one violation, or three or more complaints; A an honest record and neither; B the rest.
 */
export function creditRows(targets: readonly CreditTarget[], random: Random): CreditRow[] {
  const d = Math.round(targets.length * 0.05);
  const c = d + Math.round(targets.length * 0.15);
  const a = c + Math.round(targets.length * 0.35);
  return random.shuffled(targets).flatMap((target, i) => {
    const rows = (kind: CreditRow["kind"], count: number) => recorded(target, kind, count, random);
    if (i < d)
      return [...rows("violation", random.between(2, 3)), ...rows("complaint", random.between(0, 3))];
    if (i < c) {
      if (random.between(1, 3) === 1) return rows("complaint", random.between(3, 5));
      return [...rows("violation", 1), ...rows("complaint", random.between(0, 2))];
    }
    if (i < a) return rows("honest", 1);
    // A complaint keeps an honest target from A; most of B has no record at all.
    const complaints = random.between(0, 9) < 7 ? 0 : random.between(1, 2);
    return [...rows("complaint", complaints), ...rows("honest", complaints > 0 ? random.between(0, 1) : 0)];
  });
}

/**
 * Records of one kind, each in its own month up to August 2026. Violations and complaints begin in July 2025, so that
 * they stay within 24 months for a sample run until mid-2027; honest records begin in January 2025.
 */
function recorded(target: CreditTarget, kind: CreditRow["kind"], count: number, random: Random): CreditRow[] {
  const first = kind === "honest" ? 0 : 6;
  const months = random.shuffled(Array.from({ length: 20 - first }, (_, i) => first + i)).slice(0, count);
  const descriptions = kind === "honest" ? honest : byCategory[target.category]?.[kind];
  if (descriptions === undefined) throw new RangeError(`no category ${target.category}`);
  return months
    .toSorted((one, other) => one - other)
    .map((month) => {
      const date = [2025 + Math.floor(month / 12), (month % 12) + 1, random.between(1, 28)];
      return {
        targetCode: target.code,
        kind,
        date: date.map((part) => String(part).padStart(2, "0")).join("-"),
        description: random.pick(descriptions),
      };
    });
}
