import {
  caps,
  drawVenue,
  isPrefecture,
  Problem,
  visitCap,
  type Caps,
  type DrawVenue,
  type VisitCap,
} from "@shuangsui/contracts";
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

const noVisitCap: VisitCap = { perYear: null, exemptOrigins: [], exemptKinds: [], source: null };

/**
 * How often a year a target may be visited, given what an authority and its superior have set: the superior's where it has set
 * nothing itself, and never looser than that (article 20, 国办发〔2024〕54号).
 */
export function visitCapOf(superiors: unknown, own: unknown): VisitCap {
  const outer = visitCap.safeParse(superiors).data ?? noVisitCap;
  const inner = visitCap.safeParse(own).data;
  if (inner === undefined) return outer;
  if (outer.perYear === null) return inner;
  const isOwn = inner.perYear !== null && inner.perYear <= outer.perYear;
  return {
    perYear: isOwn ? inner.perYear : outer.perYear,
    exemptOrigins: inner.exemptOrigins.filter((origin) => outer.exemptOrigins.includes(origin)),
    exemptKinds: inner.exemptKinds.filter((kind) => outer.exemptKinds.includes(kind)),
    source: isOwn ? inner.source : outer.source,
  };
}

/** Whether what somebody has set of the cap of visits is the number that holds. */
export function setsVisitCap(set: unknown, inForce: VisitCap): boolean {
  return visitCap.safeParse(set).data?.perYear === inForce.perYear;
}

/** What an authority sets is within what its superior has. @throws Problem `visits/above-superior` */
export function requireVisitCapWithin(superiors: unknown, set: VisitCap): void {
  const held = visitCapOf(superiors, set);
  const isHeld =
    held.perYear === set.perYear &&
    held.exemptOrigins.length === set.exemptOrigins.length &&
    held.exemptKinds.length === set.exemptKinds.length;
  if (!isHeld) throw new Problem("visits/above-superior");
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
