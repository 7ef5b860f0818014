import type { campaignCommands } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { z } from "zod";
import { newDraw } from "../../draws/new-draw.ts";
import type { Campaign, CampaignDecision } from "../lifecycle.ts";
import { requireRedraw } from "../rules.ts";

/**
 * Article 23, and the draw's specification: after a void the superior lets it be drawn again, from the same snapshot.
 * `drawId` is the new draw's.
 * @throws Problem `draw/not-void`, `authority/not-yours`, `campaign/wrong-state` while the void is not public yet
 */
export function decideRedraw(
  campaign: Campaign,
  { body, act, callerAuthority }: Command<z.infer<typeof campaignCommands.redraw>>,
  drawId: string,
): CampaignDecision {
  const { draw, state } = campaign;
  requireRedraw(campaign, draw.void_announced_at !== null, callerAuthority);
  const { reason, document } = body;
  return {
    patch: { state: "scheme", draw_id: drawId, due_at: null },
    newDraw: newDraw(drawId, campaign, draw.id, act.at),
    events: [
      { type: "redraw-approved", state, facts: { by: callerAuthority, reason, document } },
      { type: "draw-opened", facts: { drawId, previousDraw: draw.id } },
    ],
  };
}
