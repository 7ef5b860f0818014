import {
  authorityOf,
  folded,
  Problem,
  sameName,
  type CampaignState,
  type DrawVenue,
  type PlannedEntry,
  type Scheme,
} from "@shuangsui/contracts";
import { witnessHash } from "@shuangsui/lottery";
import type { Excluded } from "../draws/tables.ts";
import { requireLocalVenue } from "../settings/rules.ts";

/** @throws Problem `campaign/wrong-state` unless the campaign is in one of the states */
export function requireCampaignState(state: CampaignState, ...allowed: readonly CampaignState[]): void {
  if (!allowed.includes(state)) throw new Problem("campaign/wrong-state", `state is ${state}`);
}

type Days = { from: string; to: string };

/** Article 18: a campaign's window lies within its plan entry's. @throws Problem `campaign/outside-window` */
export function requireWithin(window: Days, ofEntry: Days): void {
  if (window.from < ofEntry.from || window.to > ofEntry.to)
    throw new Problem("campaign/outside-window", `the plan's window is ${ofEntry.from} to ${ofEntry.to}`);
}

/** A draw is not made for a window that is over; `today` is a day in Asia/Shanghai. @throws Problem `campaign/outside-window` */
export function requireWindowOpen(window: Days, today: string): void {
  if (today > window.to) throw new Problem("campaign/outside-window", `the window ended on ${window.to}`);
}

/** Article 22: the scheme fixes check-list, team needs and window before the draw. @throws Problem `campaign/no-scheme` */
export function requireScheme(scheme: Scheme | null): Scheme {
  if (scheme === null) throw new Problem("campaign/no-scheme");
  return scheme;
}

/** Article 23: two or more witnesses of different units, however those are spelt. @throws Problem `draw/witnesses-missing` */
export function requireWitnesses(witnesses: readonly { unit: string }[]): void {
  if (new Set(witnesses.map((witness) => folded(witness.unit))).size < 2)
    throw new Problem("draw/witnesses-missing");
}

/**
 * What must hold before a draw is committed to, and before a snapshot is worth taking; `today` is a day in Asia/Shanghai.
 * @throws Problem `campaign/no-scheme`, `campaign/wrong-state`, `campaign/outside-window`, `draw/venue-not-approved`,
 * `draw/witnesses-missing`
 */
export function requireReady(
  campaign: { state: CampaignState; scheme: Scheme | null; witnesses: readonly { unit: string }[] },
  venue: DrawVenue,
  today: string,
): Scheme {
  if (campaign.state === "draft") requireScheme(campaign.scheme);
  requireCampaignState(campaign.state, "scheme");
  const scheme = requireScheme(campaign.scheme);
  requireWindowOpen(scheme.window, today);
  requireLocalVenue(venue);
  requireWitnesses(campaign.witnesses);
  return scheme;
}

/** The witness that somebody is. */
export function witnessOf<W extends { actor: string }>(
  witnesses: readonly W[],
  actor: string,
): W | undefined {
  return witnesses.find((one) => one.actor === actor);
}

/**
 * Article 23: a witness is of another unit than the authority that draws, however that is spelt, and none of its drawers.
 * @throws Problem `draw/witness-not-independent`
 */
export function requireIndependent(authority: string, unit: string, isDrawer: boolean): void {
  const own = authorityOf(authority);
  const names = own === undefined ? [] : [own.name, own.short];
  if (isDrawer || names.some((name) => sameName(name, unit)))
    throw new Problem("draw/witness-not-independent");
}

/** Article 23: whoever draws is none of the draw's witnesses. @throws Problem `draw/witness-not-independent` */
export function requireOthers(witnesses: readonly { actor: string }[], drawer: string): void {
  if (witnessOf(witnesses, drawer) !== undefined)
    throw new Problem("draw/witness-not-independent", "you are a witness of this draw");
}

type Person = { name: string; actor: string };

/** Each witness of a draw has a name of its own, however it is spelt. @throws Problem `draw/witness-name-taken` */
export function requireFreeName(witnesses: readonly Person[], { name, actor }: Person): void {
  if (witnesses.some((one) => one.actor !== actor && sameName(one.name, name)))
    throw new Problem("draw/witness-name-taken");
}

/**
 * A witness that did not reveal is replaced when the draw begins anew. `before` are the witnesses of the campaign's
 * void draws that could have revealed: those of a commitment that never became public could not. Neither another spelling nor
 * another account makes another witness.
 * @throws Problem `draw/witness-defaulted`
 */
export function requireNotDefaulted(
  { name, actor }: Person,
  before: readonly (Person & { contribution: string | null })[],
): void {
  if (
    before.some(
      (witness) => witness.contribution === null && (witness.actor === actor || sameName(witness.name, name)),
    )
  )
    throw new Problem("draw/witness-defaulted");
}

/**
 * A contribution is given by a witness of the draw, and is the one that it is bound to. Gives the witness.
 * @throws Problem `draw/not-its-witness`, `draw/contribution-mismatch`
 */
export function requireContribution<W extends { name: string; hash: string }>(
  drawId: string,
  witness: W | undefined,
  contribution: string,
): W {
  if (witness === undefined) throw new Problem("draw/not-its-witness");
  if (witnessHash(drawId, witness.name, contribution) !== witness.hash)
    throw new Problem("draw/contribution-mismatch");
  return witness;
}

/** Who may let a void draw be drawn again: the superior; for the prefecture, itself, with its superior's document. */
export function whoRedraws(authority: string): string {
  return authorityOf(authority)?.parent ?? authority;
}

/**
 * A draw is repeated with its superior's approval, once everybody can see that it is void.
 * @throws Problem `draw/not-void`, `authority/not-yours`, `campaign/wrong-state` while the void is not public yet
 */
export function requireRedraw(
  campaign: { state: CampaignState; authority: string },
  voidIsPublic: boolean,
  callerAuthority: string,
): void {
  if (callerAuthority !== whoRedraws(campaign.authority))
    throw new Problem("authority/not-yours", "the superior authority approves a second draw");
  if (campaign.state !== "void") throw new Problem("draw/not-void");
  if (!voidIsPublic) throw new Problem("campaign/wrong-state", "that the draw is void is not public yet");
}

/** A campaign of a plan's entry, and whether a draw of it was committed to. */
export type CampaignOfEntry = { state: CampaignState; wasCommitted: boolean };

/** Whether a campaign counts for its entry: one that was cancelled before any commitment leaves its place to another (article 20). */
export function keepsItsPlace({ state, wasCommitted }: CampaignOfEntry): boolean {
  return state !== "cancelled" || wasCommitted;
}

/** Article 20: an entry is drawn as often a year as its plan says. @throws Problem `plan/frequency-above-cap` */
export function requireDrawLeft(campaigns: number, frequency: number): void {
  if (campaigns >= frequency)
    throw new Problem("plan/frequency-above-cap", `the plan has ${frequency} a year`);
}

/**
 * Articles 17, 20: while an adjustment is not public yet, an entry is drawn only as far as the adjustment keeps it, for
 * the year's caps were checked by what that says. `draws` were made of the entry before.
 * @throws Problem `plan/wrong-state`
 */
export function requireKept(inForce: PlannedEntry, adjusted: PlannedEntry | undefined, draws: number): void {
  const drawnFrom = ({ scope, ratios }: PlannedEntry) => JSON.stringify([scope, ratios]);
  if (
    adjusted === undefined ||
    drawnFrom(adjusted) !== drawnFrom(inForce) ||
    draws >= (adjusted.frequency ?? 0)
  )
    throw new Problem("plan/wrong-state", "an adjustment that is not public yet changes this entry");
}

/**
 * Articles 5, 20: on what ground a target is not drawn: it is in an open check, was visited as often as the caps allow, by draws
 * of this authority or by all authorities, or was inspected this year, unless the plan lifts that. Null where it may be drawn.
 */
export function groundOf(
  { open, inspected, visits, atCap }: { open: boolean; inspected: boolean; visits: number; atCap: boolean },
  { frequency, liftInspected }: { frequency: number; liftInspected: boolean },
): Excluded["ground"] | null {
  if (open) return "open-inspection";
  if (visits >= frequency) return "visits-above-cap";
  if (atCap) return "visit-cap";
  return inspected && !liftInspected ? "inspected-this-year" : null;
}
