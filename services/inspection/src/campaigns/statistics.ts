import { readCommitment, readResult } from "@shuangsui/lottery";
import { drawsOf, type Draw } from "../draws/store.ts";
import type { Excluded } from "../draws/tables.ts";
import { outcomesOf, statesOf } from "../inspections/of-campaign.ts";
import type { Work } from "../tables.ts";
import type { Campaign } from "./lifecycle.ts";
import type { Statistic } from "./tables.ts";

const grounds: Record<Excluded["ground"], string> = {
  "open-inspection": "未抽取：正在接受其他检查",
  "inspected-this-year": "未抽取：本年度已检查",
  "visits-above-cap": "未抽取：本年度检查已达次数上限",
  "alternate-elsewhere": "未抽取：正作为其他摇号的候补对象",
};

/** What is public of a draw from its commitment on: the registry in scope, and who is left out, by number and ground (article 20). */
export function committedStatistics(draw: Draw): Statistic[] {
  const { strata, targets, roster, exclusions } = readCommitment(draw.commitment ?? "");
  return [
    { name: "名录库对象数", value: strata.reduce((sum, stratum) => sum + stratum.population, 0) },
    { name: "参与摇号对象数", value: targets.count },
    ...draw.excluded.map(({ ground, number }) => ({ name: grounds[ground], value: number })),
    { name: "拟抽取数", value: strata.reduce((sum, stratum) => sum + stratum.quota, 0) },
    { name: "检查人员数", value: roster.count },
    { name: "事先申报的回避关系数", value: exclusions.count },
  ];
}

/** What a campaign came to, counted, as it is shown with the reveal. `result` is the text of its draw's `result.ndjson`. */
export async function revealedStatistics(
  work: Work,
  campaign: Campaign,
  result: string,
  changes: number,
): Promise<Statistic[]> {
  const states = (await statesOf(work, [campaign.id])).get(campaign.id) ?? {};
  const outcomes = await outcomesOf(work, campaign.id);
  const lines = readResult(result);
  const voids = (await drawsOf(work, campaign.id)).filter((one) => one.state === "void").length;
  return [
    ...committedStatistics(campaign.draw),
    { name: "抽中数", value: lines.filter((line) => "rank" in line).length },
    { name: "候补数", value: lines.filter((line) => "alternate" in line).length },
    { name: "已检查数", value: outcomes.checked },
    { name: "对象不存在数", value: states["gone"] ?? 0 },
    { name: "取消数", value: states["cancelled"] ?? 0 },
    { name: "期满未检查数", value: states["lapsed"] ?? 0 },
    { name: "发现问题的对象数", value: outcomes.withFindings },
    { name: "问题数", value: outcomes.findings },
    { name: "抽取后人员和对象调整次数", value: changes },
    { name: "逾期次数", value: outcomes.breaches },
    { name: "作废摇号次数", value: voids },
  ];
}
