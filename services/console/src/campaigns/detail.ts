import {
  filledIn,
  inspectionState,
  nameOf,
  type CampaignDetail,
  type CampaignProgress,
} from "@shuangsui/contracts";
import { factText } from "../inspections/facts.ts";
import { linkTo } from "../site/links.ts";
import { dueText, instantText, localText } from "../site/time.ts";
import type { Viewer } from "../site/viewer.ts";
import { words } from "../site/words.ts";
import { campaignRowOf } from "./row.ts";

/** Puts one campaign into the words of its page. */
export function campaignDetailOf(campaign: CampaignDetail, viewer: Viewer, portalUrl: string) {
  return {
    ...campaignRowOf(campaign, viewer, portalUrl),
    id: campaign.id,
    local: campaign.dueAt === null ? "" : localText(campaign.localHolidaysStop),
    waits: words.campaignWaiting[campaign.waitingFor],
    progress: campaign.progress === null ? null : progressText(campaign.progress),
    updated: instantText(campaign.updatedAt),
    itemCodes: campaign.itemCodes,
    scheme: campaign.scheme,
    draw: drawOf(campaign.draw),
    voidDraws: campaign.voidDraws.map(drawOf),
    states: inspectionState.options.flatMap((state) => {
      const count = campaign.states[state] ?? 0;
      return count === 0
        ? []
        : [
            {
              name: words.inspectionState[state],
              count,
              href: linkTo("/inspections", viewer, { campaign: campaign.id, state }),
            },
          ];
    }),
    statistics: campaign.statistics.map(({ code, value }) => ({ name: words.statistic[code], value })),
    events: campaign.events.map((event) => ({
      seq: event.seq,
      at: instantText(event.at),
      title: words.campaignEvent[event.type],
      actor: event.actor === "system" ? words.system : event.actor,
      facts: Object.entries(event.facts).flatMap(([name, value]) => factText(name, value) ?? []),
    })),
  };
}

function progressText({ phase, done, total }: CampaignProgress): string {
  const { phaseOf, phaseSoFar } = words.console;
  const said = { phase: words.campaignPhase[phase], done: String(done) };
  return total === null ? filledIn(phaseSoFar, said) : filledIn(phaseOf, { ...said, total: String(total) });
}

function drawOf(draw: CampaignDetail["draw"]) {
  const steps: { title: string; at: string | null; due: string | null }[] = [
    { title: words.console.commitStep, at: draw.committedAt, due: null },
    { title: words.console.announceStep, at: draw.announcedAt, due: null },
    { title: words.console.drawStep, at: draw.drawnAt, due: draw.revealBy },
    { title: words.console.revealStep, at: draw.revealedAt, due: null },
  ];
  return {
    drawId: draw.drawId,
    state: words.drawState[draw.state],
    previousDraw: draw.previousDraw,
    voidCause: draw.voidCause,
    steps: steps.map(({ title, at, due }) => ({
      title,
      at: at === null ? null : instantText(at),
      due: due === null || at !== null ? null : dueText(due),
    })),
    witnesses: draw.witnesses,
    strata: draw.strata.map((stratum) => ({ ...stratum, name: nameOf(words.riskClass, stratum.name) })),
    drawn: draw.strata.reduce((sum, stratum) => sum + stratum.quota, 0),
    excluded: draw.excluded.map(({ ground, number }) => ({ ground: words.exclusionGround[ground], number })),
  };
}
