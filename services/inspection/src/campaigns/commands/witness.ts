import type { Witness } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Campaign, CampaignDecision } from "../lifecycle.ts";
import { requireCampaignState, requireNotDefaulted, witnessNamed } from "../rules.ts";

/**
 * Article 23: a witness binds itself before the commitment, by the hash of what it will reveal; bound again, by another one.
 * `ofVoidDraws` are the witnesses of the campaign's void draws that could have revealed.
 * @throws Problem `campaign/wrong-state`, `draw/witness-defaulted`
 */
export function decideWitness(
  { state, draw, witnesses }: Campaign,
  { body: { name, unit, hash } }: Command<Witness>,
  ofVoidDraws: readonly { name: string; contribution: string | null }[],
): CampaignDecision {
  requireCampaignState(state, "draft", "scheme");
  requireNotDefaulted(name, ofVoidDraws);
  const position =
    witnessNamed(witnesses, name)?.position ?? Math.max(0, ...witnesses.map((one) => one.position)) + 1;
  return {
    patch: {},
    witness: {
      draw_id: draw.id,
      authority: draw.authority,
      position,
      name,
      unit,
      hash,
      contribution: null,
      contributed_at: null,
    },
    events: [{ type: "witness-bound", facts: { position } }],
  };
}
