import type { Statistic } from "@shuangsui/contracts";
import { readCommitment, readResult } from "@shuangsui/lottery";
import { drawsOf, type Draw } from "../draws/store.ts";
import { outcomesOf, statesOf } from "../inspections/of-campaign.ts";
import type { Work } from "../tables.ts";
import type { Campaign } from "./lifecycle.ts";

/** What is public of a draw from its commitment on: the registry in scope, and who is left out, by number and ground (article 20). */
export function committedStatistics(draw: Draw): Statistic[] {
  const { strata, targets, roster, exclusions } = readCommitment(draw.commitment ?? "");
  return [
    { code: "registered", value: strata.reduce((sum, stratum) => sum + stratum.population, 0) },
    { code: "in-draw", value: targets.count },
    ...draw.excluded.map(({ ground, number }) => ({ code: ground, value: number })),
    { code: "to-draw", value: strata.reduce((sum, stratum) => sum + stratum.quota, 0) },
    { code: "inspectors", value: roster.count },
    { code: "conflicts", value: exclusions.count },
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
    { code: "drawn", value: lines.filter((line) => "rank" in line).length },
    { code: "alternates", value: lines.filter((line) => "alternate" in line).length },
    { code: "checked", value: outcomes.checked },
    { code: "gone", value: states["gone"] ?? 0 },
    { code: "cancelled", value: states["cancelled"] ?? 0 },
    { code: "lapsed", value: states["lapsed"] ?? 0 },
    { code: "with-findings", value: outcomes.withFindings },
    { code: "findings", value: outcomes.findings },
    { code: "changes", value: changes },
    { code: "breaches", value: outcomes.breaches },
    { code: "void-draws", value: voids },
  ];
}
