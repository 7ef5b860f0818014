import { readResult } from "@shuangsui/lottery";
import type { Drawn } from "./drawing.ts";
import type { Campaign, CampaignDecision } from "./lifecycle.ts";
import type { Revealed } from "./revealing.ts";
import type { Statistic } from "@shuangsui/contracts";

// What is written down when a deed is done; null where the campaign is no longer in the state that owed it.

/**
 * Article 23: from now on witnesses may reveal. A commitment that is public only when their time is over does not count: the
 * draw is void, and blames none of them.
 */
export function decideAnnounced({ state, draw }: Campaign, at: Date): CampaignDecision | null {
  const { announced_at: announcedAt, reveal_by: revealBy } = draw;
  if (state !== "committed" || announcedAt !== null || revealBy === null || at >= revealBy) return null;
  return {
    patch: {},
    draw: { announced_at: at },
    events: [{ type: "announced", facts: { drawId: draw.id } }],
  };
}

/** Articles 21, 23: what was drawn by lot is kept, and its inspections are made with it. */
export function decideDrawn(
  { state, draw }: Campaign,
  { drawId, result, places, inspections }: Drawn,
  at: Date,
): CampaignDecision | null {
  if (state !== "committed" || draw.id !== drawId) return null;
  return {
    patch: { state: "drawn", due_at: null },
    draw: { state: "drawn", result, drawn_at: at },
    places,
    inspections,
    events: [{ type: "drawn", facts: { drawId, inspections: inspections.length } }],
    owes: ["startInspections"],
  };
}

/** Article 23: the public sees that the draw is void, so it may be repeated. */
export function decideVoidAnnounced({ state, draw }: Campaign, at: Date): CampaignDecision | null {
  if (state !== "void" && !(state === "cancelled" && draw.state === "void")) return null;
  return {
    patch: {},
    draw: { void_announced_at: at },
    events: [{ type: "void-announced", facts: { drawId: draw.id } }],
  };
}

/** Every inspection has its workflow. */
export function decideStarted({ state }: Campaign): CampaignDecision | null {
  if (state !== "drawn") return null;
  return { patch: { state: "running" }, events: [{ type: "running" }] };
}

/** Article 23: the reveal is made, with what the campaign came to by then. */
export function decideRevealed(
  { state, reveal_due: due, reveal_owed_at: owedAt }: Campaign,
  { drawId, recusals, teams, reveal, result }: Revealed,
  statistics: Statistic[],
  at: Date,
): CampaignDecision | null {
  if (state !== "ended") return null;
  const byItself = due !== null && owedAt !== null && owedAt >= due;
  const drawn = readResult(result).filter((line) => "rank" in line).length;
  return {
    patch: { state: "revealed", statistics, due_at: null },
    draw: { state: "revealed", recusals, teams, reveal, revealed_at: at },
    events: [{ type: "revealed", facts: { drawId, byItself, drawn } }],
    owes: ["announceReveal"],
  };
}

/** Anybody can verify the draw from now on. */
export function decideClosed({ state, draw }: Campaign): CampaignDecision | null {
  if (state !== "revealed") return null;
  return { patch: { state: "closed" }, events: [{ type: "closed", facts: { drawId: draw.id } }] };
}
