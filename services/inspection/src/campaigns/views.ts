import {
  campaignEventType,
  campaignState,
  type CampaignDetail,
  type CampaignProgress,
  type CampaignSummary,
  type Figures,
  type Statistic,
  type StuckCause,
} from "@shuangsui/contracts";
import { readCommitment } from "@shuangsui/lottery";
import { isDueProvisional, newest, workdaysLeft, type Editions } from "@shuangsui/workdays";
import type { Event } from "@shuangsui/service-kit";
import type { Draw, DrawWitness } from "../draws/store.ts";
import { explainedDueTimes } from "./deadlines.ts";
import { waitingFor, type CampaignRow } from "./lifecycle.ts";

/** A campaign as lists show it, with what is counted of its inspections, and why it is stuck where it is. */
export function summaryOf(
  campaign: CampaignRow & { calendars: Editions },
  { figures, stuck }: Pick<CampaignContents, "figures" | "stuck">,
  now: Date,
): CampaignSummary {
  const { due_at: due, calendars } = campaign;
  const { calendar } = newest(calendars);
  return {
    id: campaign.id,
    authority: campaign.authority,
    planId: campaign.plan_id,
    entryId: campaign.entry_id,
    title: campaign.title,
    targetKind: campaign.target_kind,
    state: campaign.state,
    drawId: campaign.draw_id,
    windowFrom: campaign.window_from,
    windowTo: campaign.window_to,
    dueAt: due?.toISOString() ?? null,
    workdaysLeft: due === null ? null : workdaysLeft(calendar, now, due),
    provisional: due !== null && isDueProvisional(calendar, due),
    inspections: figures.count,
    checked: figures.checked,
    due: figures.due,
    published: figures.published,
    done: figures.done,
    overdue: figures.overdue,
    breaches: figures.breaches,
    stuck: [...stuck],
    updatedAt: campaign.updated_at.toISOString(),
  };
}

export type DrawWithWitnesses = { draw: Draw; witnesses: readonly DrawWitness[] };

/** A draw as the authority sees it: nothing of its secrets, of contributions only that they came. */
function drawOf({ draw, witnesses }: DrawWithWitnesses): CampaignDetail["draw"] {
  const commitment = draw.commitment === null ? null : readCommitment(draw.commitment);
  const at = (date: Date | null) => date?.toISOString() ?? null;
  return {
    drawId: draw.id,
    state: draw.state,
    previousDraw: draw.previous_draw,
    planVersion: commitment?.planVersion ?? null,
    committedAt: at(draw.committed_at),
    announcedAt: at(draw.announced_at),
    revealBy: at(draw.reveal_by),
    drawnAt: at(draw.drawn_at),
    revealedAt: at(draw.revealed_at),
    voidCause: draw.void_cause,
    witnesses: witnesses.map(({ name, unit, hash, contribution }) => ({
      name,
      unit,
      hash,
      contributed: contribution !== null,
    })),
    strata: (commitment?.strata ?? []).map((stratum) => ({ ...stratum })),
    excluded: draw.excluded,
  };
}

type CampaignContents = {
  figures: Figures;
  states: Readonly<Record<string, number>>;
  /** What is counted of its inspections now, beside what its draw came to. */
  counted: readonly Statistic[];
  stuck: readonly StuckCause[];
  draws: readonly DrawWithWitnesses[];
  events: readonly Event[];
  progress: CampaignProgress | null;
};

/** A campaign with its scheme, its draws, what came of it and what happened. */
export function detailOf(
  campaign: CampaignRow & { calendars: Editions },
  { figures, states, counted, stuck, draws, events, progress }: CampaignContents,
  now: Date,
): CampaignDetail {
  const current = draws.find(({ draw }) => draw.id === campaign.draw_id);
  if (current === undefined) throw new RangeError("a campaign has its draw");
  return {
    ...summaryOf(campaign, { figures, stuck }, now),
    localHolidaysStop: newest(campaign.calendars).calendar.localHolidaysStop,
    scheme: campaign.scheme,
    itemCodes: campaign.item_codes,
    waitingFor: waitingFor(campaign, current.draw),
    progress,
    draw: drawOf(current),
    voidDraws: draws.filter(({ draw }) => draw.id !== campaign.draw_id).map(drawOf),
    states: { ...states },
    statistics: [...campaign.statistics, ...counted],
    dueTimes: explainedDueTimes(campaign, current.draw),
    events: events.map(({ seq, type, at, actor, state, facts }) => ({
      seq,
      type: campaignEventType.parse(type),
      at: at.toISOString(),
      actor,
      state: campaignState.parse(state),
      facts,
    })),
  };
}
