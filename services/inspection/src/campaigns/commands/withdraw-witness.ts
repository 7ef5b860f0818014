import { Problem } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { beforeCommitment, type Campaign, type CampaignDecision } from "../lifecycle.ts";
import { requireCampaignState } from "../rules.ts";

/**
 * Article 23: a witness withdraws before the commitment, which names them all. @throws Problem `campaign/wrong-state`,
 * `body/invalid`
 */
export function decideWithdrawWitness(
  { state, witnesses }: Campaign,
  { body: { name } }: Command<{ name: string }>,
): CampaignDecision {
  requireCampaignState(state, ...beforeCommitment);
  const witness = witnesses.find((one) => one.name === name);
  if (witness === undefined)
    throw new Problem("body/invalid", "nobody of that name is a witness of this draw", [
      { path: "/name", message: "is no witness of this draw" },
    ]);
  const { position } = witness;
  return { patch: {}, withdrawn: name, events: [{ type: "witness-withdrawn", facts: { position } }] };
}
