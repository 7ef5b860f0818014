import { inspectionState, type CampaignDetail } from "@shuangsui/contracts";
import { factText } from "../inspections/facts.ts";
import { stateWords } from "../inspections/words.ts";
import { linkTo } from "../site/links.ts";
import { dueText, instantText } from "../site/time.ts";
import { campaignRowOf } from "./row.ts";
import { campaignEventText, drawWords, groundText, waitText } from "./words.ts";

/** Puts one campaign into the words of its page. */
export function campaignDetailOf(campaign: CampaignDetail, viewer: string, disclosureUrl: string) {
  return {
    ...campaignRowOf(campaign, viewer, disclosureUrl),
    id: campaign.id,
    waits: waitText(campaign.waitingFor),
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
              name: stateWords[state].name,
              count,
              href: linkTo("/inspections", viewer, { campaign: campaign.id, state }),
            },
          ];
    }),
    statistics: campaign.statistics,
    events: campaign.events.map((event) => ({
      seq: event.seq,
      at: instantText(event.at),
      title: campaignEventText(event.type),
      actor: event.actor === "system" ? "系统" : event.actor,
      facts: Object.entries(event.facts).flatMap(([name, value]) => factText(name, value) ?? []),
    })),
  };
}

function drawOf(draw: CampaignDetail["draw"]) {
  const steps: { title: string; at: string | null; due: string | null }[] = [
    { title: "锁定名录、作出承诺", at: draw.committedAt, due: null },
    { title: "承诺公开", at: draw.announcedAt, due: null },
    { title: "摇号", at: draw.drawnAt, due: draw.revealBy },
    { title: "摇号数据公开", at: draw.revealedAt, due: null },
  ];
  return {
    drawId: draw.drawId,
    state: drawWords[draw.state],
    previousDraw: draw.previousDraw,
    voidCause: draw.voidCause,
    steps: steps.map(({ title, at, due }) => ({
      title,
      at: at === null ? null : instantText(at),
      due: due === null || at !== null ? null : dueText(due),
    })),
    witnesses: draw.witnesses,
    strata: draw.strata,
    drawn: draw.strata.reduce((sum, stratum) => sum + stratum.quota, 0),
    excluded: draw.excluded.map(({ ground, number }) => ({ ground: groundText(ground), number })),
  };
}
