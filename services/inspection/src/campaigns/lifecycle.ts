import {
  filledIn,
  shortened,
  wordsOf,
  type CampaignEventType,
  type CampaignState,
  type CampaignWaiting,
} from "@shuangsui/contracts";
import type { Decision, Lifecycle } from "@shuangsui/service-kit";
import { dueAt, editionAfter, movedDue, newest, type Editions } from "@shuangsui/workdays";
import type { CampaignDeed } from "@shuangsui/workflows/campaign/contract";
import type { Selectable } from "kysely";
import type { Draw, DrawPatch, DrawWitness, NewSnapshot, Place } from "../draws/store.ts";
import type { DrawnInspection } from "../inspections/after-draw.ts";
import { movedEvent } from "../calendar/moves.ts";
import { revealWorkdays } from "./deadlines.ts";
import type { CampaignTable } from "./tables.ts";

/** What is published is a Chinese document. */
const words = wordsOf("zh").document;

export type CampaignRow = Selectable<CampaignTable>;

/** A campaign with its draw, its authority's calendar, and how far its checks are: null where it is not running. */
export type Campaign = CampaignRow & {
  calendars: Editions;
  draw: Draw;
  witnesses: readonly DrawWitness[];
  checks: { open: boolean; lastOver: Date | null } | null;
};

export type CampaignPatch = Partial<
  Pick<
    CampaignRow,
    | "state"
    | "plan_revision"
    | "plan_version"
    | "target_kind"
    | "item_codes"
    | "kind"
    | "scheme"
    | "window_from"
    | "window_to"
    | "draw_id"
    | "last_check_over_at"
    | "reveal_due"
    | "reveal_owed_at"
    | "cancelled_at"
    | "calendar_version"
    | "statistics"
    | "due_at"
  >
>;

export type CampaignDecision = Decision<CampaignPatch, CampaignDeed, CampaignEventType> & {
  /** What changes of its draw. */
  draw?: DrawPatch;
  /** A draw that takes the place of the void one. */
  newDraw?: Draw;
  /** A witness that binds itself. */
  witness?: DrawWitness;
  /** The name of a witness that withdraws. */
  withdrawn?: string;
  contribution?: { name: string; contribution: string };
  /** What the draw is committed to. */
  snapshot?: NewSnapshot;
  /** Which target each drawn one and each alternate is. */
  places?: readonly Place[];
  inspections?: readonly DrawnInspection[];
};

/** Whether every witness has revealed. */
export function allContributed(witnesses: readonly Pick<DrawWitness, "contribution">[]): boolean {
  return witnesses.length > 0 && witnesses.every((witness) => witness.contribution !== null);
}

/** What a campaign waits for, in a word. */
export function waitingFor({ state }: CampaignRow, draw: Pick<Draw, "announced_at">): CampaignWaiting {
  switch (state) {
    case "draft":
      return "scheme";
    case "scheme":
      return "commit";
    case "committed":
      return draw.announced_at === null ? "announcement" : "witnesses";
    case "void":
      return "redraw";
    case "drawn":
      return "start";
    case "running":
      return "checks";
    case "ended":
      return "reveal";
    case "revealed":
      return "announcement";
    case "closed":
    case "cancelled":
      return "nothing";
    default:
      return state satisfies never;
  }
}

/** In which a draw is not committed to yet: its scheme is set, and witnesses bind themselves. Nothing comes by time. */
export const beforeCommitment: readonly CampaignState[] = ["draft", "scheme"];

/** In which targets are drawn, and the checks of them are not all over. */
export const checksAhead: readonly CampaignState[] = ["drawn", "running"];

/** In which nothing more happens to a campaign. */
export const campaignEnds: readonly CampaignState[] = ["closed", "cancelled"];

/** The state machine of a campaign (articles 20–23). That its checks are over is found by the sweep, not at a time known before. */
export const campaignLifecycle: Lifecycle<Campaign, CampaignDecision> = {
  waiting: (campaign) => ({ for: waitingFor(campaign, campaign.draw), due: campaign.due_at }),
  nextAt(campaign) {
    if (campaign.state === "committed") return isBeaconReady(campaign) ? null : campaign.draw.reveal_by;
    if (campaign.state === "ended") return campaign.reveal_owed_at === null ? campaign.reveal_due : null;
    return null;
  },
  elapsed(campaign, until) {
    if (campaign.state === "committed") return voidOf(campaign, until);
    if (campaign.state === "running") return endOf(campaign, until);
    if (campaign.state === "ended") return byNewCalendar(campaign, until) ?? revealOf(campaign, until);
    return null;
  },
  isOver: ({ state }) => campaignEnds.includes(state),
};

function isBeaconReady({ draw, witnesses }: Campaign): boolean {
  return draw.announced_at !== null && allContributed(witnesses);
}

/** Article 23: the beacon's time has come. Where a witness has not revealed the draw is void, and nothing else voids it. */
function voidOf(campaign: Campaign, until: Date): CampaignDecision | null {
  const { draw, witnesses } = campaign;
  if (draw.reveal_by === null || until < draw.reveal_by || isBeaconReady(campaign)) return null;
  const missing = witnesses.filter((witness) => witness.contribution === null).map((witness) => witness.name);
  const cause =
    draw.announced_at === null
      ? words.voidUnannounced
      : filledIn(words.voidWitnesses, { names: missing.join("、") });
  return {
    patch: { state: "void", due_at: null },
    draw: { state: "void", void_cause: shortened(cause, 500), voided_at: until },
    events: [{ type: "voided", facts: { drawId: draw.id, missing: missing.length } }],
    owes: ["announceVoid"],
    waives: ["announceCommitment", "drawAndDeal"],
  };
}

/** The last check is over: the draw is revealed within five working days. */
function endOf({ calendars, checks }: Campaign, until: Date): CampaignDecision | null {
  if (checks === null || checks.open) return null;
  const last = checks.lastOver ?? until;
  const { due, calendarVersion } = dueAt(newest(calendars).calendar, last, revealWorkdays);
  return {
    patch: {
      state: "ended",
      last_check_over_at: last,
      reveal_due: due,
      due_at: due,
      calendar_version: calendarVersion,
    },
    events: [{ type: "checks-over", facts: { revealDue: due.toISOString() } }],
  };
}

/** A new version of the calendar moves the day of the reveal, unless that has come or the reveal was asked for. */
function byNewCalendar(campaign: Campaign, until: Date): CampaignDecision | null {
  const { calendars, calendar_version: version, last_check_over_at: last, reveal_due: from } = campaign;
  if (campaign.reveal_owed_at !== null || version === null || last === null || from === null) return null;
  const edition = editionAfter(calendars, version);
  if (edition === undefined || edition.at > until || from <= edition.at) return null;
  const to = movedDue(edition.calendar, from, { from: last, workdays: revealWorkdays }, edition.at);
  return {
    patch: { reveal_due: to, due_at: to, calendar_version: edition.version },
    events: to.getTime() === from.getTime() ? [] : [movedEvent({ deadline: "reveal", from, to }, edition)],
  };
}

/** Nobody has asked for the reveal by its deadline: it comes by itself. */
function revealOf(campaign: Campaign, until: Date): CampaignDecision | null {
  const { reveal_due: due, reveal_owed_at: owedAt } = campaign;
  if (owedAt !== null || due === null || until < due) return null;
  return { patch: { reveal_owed_at: until }, events: [], owes: ["revealDraw"] };
}

/** The campaign as a decision leaves it. Where it begins to run, how far its checks are is still to be read. */
export function withDecision(campaign: Campaign, decision: CampaignDecision, at: Date): Campaign {
  const { patch, draw, newDraw, contribution } = decision;
  const state = patch.state ?? campaign.state;
  return {
    ...campaign,
    ...patch,
    lock_version: campaign.lock_version + 1,
    updated_at: at,
    draw: newDraw ?? { ...campaign.draw, ...draw },
    witnesses: witnessesWith(newDraw === undefined ? campaign.witnesses : [], decision, contribution, at),
    checks: state === "running" ? campaign.checks : null,
  };
}

function witnessesWith(
  witnesses: readonly DrawWitness[],
  { witness: bound, withdrawn }: CampaignDecision,
  given: CampaignDecision["contribution"],
  at: Date,
): readonly DrawWitness[] {
  const all =
    bound === undefined
      ? witnesses
      : [...witnesses.filter(({ position }) => position !== bound.position), bound];
  return all
    .filter(({ name }) => name !== withdrawn)
    .map((one) =>
      one.name === given?.name && one.contribution === null
        ? { ...one, contribution: given.contribution, contributed_at: at }
        : one,
    )
    .toSorted((one, other) => one.position - other.position);
}
