import type { CampaignDetail } from "@shuangsui/contracts";
import type { Commitment } from "@shuangsui/lottery";

/** How far a draw is that everybody sees committed to, and whose files are not public yet (article 23). */
export type Stage =
  | { is: "void" }
  /** Who has handed in, of how many. */
  | { is: "witnesses"; done: number; count: number }
  | { is: "beacon" | "handed-in" }
  /** How many tickets are computed, of how many where that is known. */
  | { is: "drawing"; done: number; total: number | null }
  /** When, and how many targets were drawn. */
  | { is: "drawn"; at: string; count: number };

/** Tells it of a campaign as it stands. */
export function stageOf(
  { draw, progress, statistics }: Pick<CampaignDetail, "draw" | "progress" | "statistics">,
  beacon: Commitment["beacon"]["kind"],
): Stage {
  if (draw.state === "void") return { is: "void" };
  if (draw.drawnAt !== null) {
    const counted = statistics.find(({ code }) => code === "drawn")?.value;
    const count = counted ?? draw.strata.reduce((sum, { quota }) => sum + quota, 0);
    return { is: "drawn", at: draw.drawnAt, count };
  }
  if (progress?.phase === "drawing") return { is: "drawing", done: progress.done, total: progress.total };
  if (beacon !== "witness") return { is: "beacon" };
  const done = draw.witnesses.filter(({ contributed }) => contributed).length;
  const count = draw.witnesses.length;
  return done === count ? { is: "handed-in" } : { is: "witnesses", done, count };
}

/** Whether it may be another soon, so that it is worth asking again. */
export const isMoving = ({ is }: Stage): boolean => is !== "void" && is !== "drawn";
