import type { Figures, Statistic } from "@shuangsui/contracts";
import { readCommitment, readResult } from "@shuangsui/lottery";
import { drawsOf, type Draw } from "../draws/store.ts";
import { outcomesOfCampaign } from "../inspections/of-campaign.ts";
import type { Work } from "../tables.ts";
import type { Campaign } from "./lifecycle.ts";

/** What is public of a draw from its commitment on: the registry in scope, who is left out, by number and ground, and how complete that registry is (articles 10, 20). */
export function committedStatistics(draw: Draw): Statistic[] {
  const { strata, targets, roster, exclusions } = readCommitment(draw.commitment ?? "");
  return [
    { code: "registered", value: strata.reduce((sum, stratum) => sum + stratum.population, 0) },
    { code: "in-draw", value: targets.count },
    ...draw.excluded.map(({ ground, number }) => ({ code: ground, value: number })),
    { code: "to-draw", value: strata.reduce((sum, stratum) => sum + stratum.quota, 0) },
    { code: "inspectors", value: roster.count },
    { code: "conflicts", value: exclusions.count },
    ...draw.completeness,
  ];
}

/** What was drawn, as it is shown from the reveal on. `result` is the text of the draw's `result.ndjson`. */
export async function revealedStatistics(
  work: Work,
  campaign: Campaign,
  result: string,
  changes: number,
): Promise<Statistic[]> {
  const lines = readResult(result);
  const voids = (await drawsOf(work, campaign.id)).filter((one) => one.state === "void").length;
  return [
    ...committedStatistics(campaign.draw),
    { code: "drawn", value: lines.filter((line) => "rank" in line).length },
    { code: "alternates", value: lines.filter((line) => "alternate" in line).length },
    { code: "changes", value: changes },
    { code: "void-draws", value: voids },
  ];
}

/** What is counted of a campaign's inspections now, which still moves after the reveal; nothing before there are any. */
export async function inspectionStatistics(
  work: Work,
  campaignId: string,
  figures: Figures,
): Promise<Statistic[]> {
  if (figures.count === 0) return [];
  const { outcomes, findings } = await outcomesOfCampaign(work, campaignId);
  const { checked, done, overdue, breaches } = figures;
  return [
    { code: "checked", value: checked },
    { code: "done", value: done },
    { code: "overdue", value: overdue },
    { code: "breaches", value: breaches },
    { code: "findings", value: findings },
    ...outcomes.map(({ outcome, count }) => ({ code: outcome, value: count })),
  ];
}
