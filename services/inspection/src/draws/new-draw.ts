import type { Draw } from "./store.ts";

/** A draw that waits for its witnesses and its commitment. */
export function newDraw(
  id: string,
  campaign: { id: string; authority: string },
  previousDraw: string | null,
  at: Date,
): Draw {
  return {
    id,
    authority: campaign.authority,
    campaign_id: campaign.id,
    state: "open",
    previous_draw: previousDraw,
    created_at: at,
    commitment: null,
    committed_at: null,
    reveal_by: null,
    excluded: [],
    completeness: [],
    announced_at: null,
    drawn_at: null,
    void_cause: null,
    voided_at: null,
    void_announced_at: null,
    revealed_at: null,
  };
}
