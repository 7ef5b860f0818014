import type { MatterInput } from "@shuangsui/contracts";
import { follow } from "../follow.ts";
import { campaignKind, type CampaignDeed, type CampaignState } from "./contract.ts";

/** Carries one campaign from its scheme to the reveal of its draw (articles 20–23). */
export async function campaign(input: MatterInput): Promise<void> {
  const it = await follow<CampaignState, CampaignDeed>(campaignKind, input);
  it.whenever("announceCommitment"); // 23: the commitment is public before any witness reveals
  it.whenever("announceVoid"); // 23: that a draw is void is public, and why
  it.whenever("drawAndDeal"); // 21, 23: all witnesses have revealed: targets and inspectors are drawn by lot
  it.whenever("cancelInspections"); // 24: it was cancelled: what has not begun of its checks is, each in public
  await it.past("draft", "scheme"); // 22, 23: the scheme, the witnesses; then the registry is committed to
  await it.past("committed"); // 23: the witnesses reveal in time, or the draw is void
  await it.past("void"); // 23: until the superior lets it be drawn again, from its scheme on
  await it.does("startInspections"); // 20, 21: every target drawn has its inspection
  await it.past("running"); // 24–26: until the last check is over, or never will be
  it.whenever("revealDraw"); // 23: by the authority, or by itself five working days later
  await it.past("ended");
  return it.ends("announceReveal"); // 23: from now on anybody can verify the draw
}
