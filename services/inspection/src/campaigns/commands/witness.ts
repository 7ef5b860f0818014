import type { CampaignCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { beforeCommitment, type Campaign, type CampaignDecision } from "../lifecycle.ts";
import {
  requireCampaignState,
  requireFreeName,
  requireIndependent,
  requireNotDefaulted,
  witnessOf,
} from "../rules.ts";

/**
 * Article 23: a witness binds itself before the commitment, by the hash of what it will reveal; bound again, by another one.
 * `ofVoidDraws` are the witnesses of the campaign's void draws that could have revealed.
 * @throws Problem `campaign/wrong-state`, `draw/witness-not-independent`, `draw/witness-name-taken`, `draw/witness-defaulted`
 */
export function decideWitness(
  { authority, state, draw, witnesses }: Campaign,
  {
    body: { name, unit, hash, isDrawer },
    act: { actor },
    callerAuthority,
  }: Command<CampaignCommand<"witness">>,
  ofVoidDraws: readonly { name: string; actor: string; contribution: string | null }[],
): CampaignDecision {
  requireCampaignState(state, ...beforeCommitment);
  requireIndependent(authority, unit, isDrawer && callerAuthority === authority);
  requireFreeName(witnesses, { name, actor });
  requireNotDefaulted({ name, actor }, ofVoidDraws);
  const position =
    witnessOf(witnesses, actor)?.position ?? Math.max(0, ...witnesses.map((one) => one.position)) + 1;
  return {
    patch: {},
    witness: {
      draw_id: draw.id,
      authority: draw.authority,
      position,
      name,
      unit,
      actor,
      hash,
      contribution: null,
      contributed_at: null,
    },
    events: [{ type: "witness-bound", facts: { position } }],
  };
}
