import { caps, drawVenue, isPrefecture, Problem, type Caps, type DrawVenue } from "@shuangsui/contracts";
import { Big } from "big.js";

/** Article 20: a prefecture draws at most 1 % of its targets a year, and at most twice. */
export const prefectureCaps: Caps = { ratio: "0.01", frequency: 2 };
/** What holds for a county that has set nothing. */
export const countyCaps: Caps = { ratio: "0.2", frequency: 4 };

/** The caps that hold for an authority, given what it has set. */
export function capsOf(authority: string, set: unknown): Caps {
  const fixed = isPrefecture(authority) ? prefectureCaps : countyCaps;
  return caps.safeParse(set).data ?? fixed;
}

/**
 * A prefecture may tighten the caps of article 20, never loosen them.
 * @throws Problem `plan/ratio-above-cap`, `plan/frequency-above-cap`
 */
export function requireCapsWithin(authority: string, set: Caps): void {
  if (!isPrefecture(authority)) return;
  if (new Big(set.ratio).gt(prefectureCaps.ratio)) throw new Problem("plan/ratio-above-cap");
  if (set.frequency > prefectureCaps.frequency) throw new Problem("plan/frequency-above-cap");
}

/** Where an authority draws, given what it has set: locally, but not before that is approved (article 23). */
export function venueOf(set: unknown): DrawVenue {
  return drawVenue.safeParse(set).data ?? { venue: "local", approval: null };
}

/** Article 23: a local draw has its approval on record. @throws Problem `draw/venue-not-approved` */
export function requireLocalVenue(venue: DrawVenue): void {
  if (venue.venue !== "local")
    throw new Problem("draw/venue-not-approved", "this authority draws through the provincial system");
  if (venue.approval === null) throw new Problem("draw/venue-not-approved");
}
