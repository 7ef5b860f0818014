import type { CampaignDetail } from "@shuangsui/contracts";
import { idOf } from "./inspections.ts";

/** A campaign whose checks are under way, changed by `changes`. */
export function campaignOf(number: number, changes: Partial<CampaignDetail> = {}): CampaignDetail {
  return {
    id: idOf(number),
    authority: "533103",
    planId: idOf(950),
    entryId: idOf(951),
    title: "芒市建筑施工企业抽查",
    targetKind: "entity",
    state: "running",
    drawId: "533103-2026-01",
    windowFrom: "2026-10-09",
    windowTo: "2026-10-30",
    dueAt: "2026-11-06T16:00:00.000Z",
    workdaysLeft: 20,
    provisional: false,
    localHolidaysStop: true,
    inspections: 12,
    checked: 5,
    due: 2,
    published: 1,
    done: 1,
    overdue: 2,
    breaches: 3,
    stuck: [],
    updatedAt: "2026-10-09T02:30:00.000Z",
    scheme: {
      procedure: "出示证件、告知权利义务，查阅资料，现场查看。",
      content: "企业资质、特种作业人员持证、危大工程方案。",
      window: { from: "2026-10-09", to: "2026-10-30" },
      beacon: { kind: "witness", revealWithinHours: 24 },
    },
    itemCodes: ["JZ-03", "JZ-05"],
    waitingFor: "checks",
    progress: null,
    draw: {
      drawId: "533103-2026-01",
      state: "drawn",
      previousDraw: null,
      planVersion: null,
      committedAt: "2026-10-08T02:00:00.000Z",
      announcedAt: "2026-10-08T02:00:05.000Z",
      revealBy: "2026-10-09T02:00:05.000Z",
      drawnAt: "2026-10-09T02:00:00.000Z",
      revealedAt: null,
      voidCause: null,
      witnesses: [{ name: "见证甲", unit: "芒市公证处", hash: "a".repeat(64), contributed: true }],
      strata: [{ name: "A", population: 700, ratio: "0.01", count: 680, quota: 7, alternates: 2 }],
      excluded: [{ ground: "inspected-this-year", number: 20 }],
    },
    voidDraws: [],
    states: { drawn: 2, checking: 5, recorded: 5 },
    statistics: [{ code: "drawn", value: 12 }],
    dueTimes: [
      { deadline: "campaign-window", due: "2026-10-30T16:00:00.000Z", from: null, workdays: null },
      {
        ...{ deadline: "reveal", due: "2026-11-06T16:00:00.000Z", workdays: 5 },
        from: { what: "checks-over", at: "2026-10-30T03:00:00.000Z" },
      },
    ],
    events: [
      { seq: 1, type: "drawn", at: "2026-10-09T02:00:00.000Z", actor: "system", state: "drawn", facts: {} },
    ],
    ...changes,
  };
}
