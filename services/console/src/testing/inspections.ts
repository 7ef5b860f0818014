import type { InspectionDetail } from "@shuangsui/contracts";

/** An id that ends in the number. */
export const idOf = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, "0")}`;

/** An inspection in its recusal window, changed by `changes`. */
export function inspectionOf(number: number, changes: Partial<InspectionDetail> = {}): InspectionDetail {
  return {
    id: idOf(number),
    authority: "533103",
    campaignId: idOf(900),
    origin: "draw",
    teamBy: "draw",
    emergency: false,
    approvalAfterwards: null,
    kind: "daily",
    rank: number,
    targetCode: "91533103MA6K00000X",
    targetName: `芒市示例建筑工程有限公司第${number}分公司`,
    targetKind: "entity",
    territory: "533103102",
    riskClass: "B",
    state: "drawn",
    outcome: null,
    waitingFor: "declarations",
    dueAt: "2026-10-12T16:00:00.000Z",
    workdaysLeft: 2,
    provisional: false,
    localHolidaysStop: true,
    overdue: false,
    breaches: 0,
    stuck: [],
    updatedAt: "2026-10-09T02:30:00.000Z",
    itemCodes: ["I1", "I2"],
    drawId: "533103-2026-01",
    opaqueId: null,
    profile: "construction",
    recusals: [],
    team: [
      { inspectorId: idOf(801), number: 7, kind: "officer", lead: true },
      { inspectorId: idOf(802), number: 12, kind: "officer", lead: false },
    ],
    findings: [],
    signing: [],
    publicationId: null,
    timeline: [
      { step: "drawn", status: "done", at: "2026-10-09T02:30:00.000Z" },
      {
        step: "confirmed",
        status: "now",
        due: "2026-10-12T16:00:00.000Z",
        workdaysLeft: 2,
        waitingFor: "declarations",
        byItself: "confirmed",
      },
      { step: "notified", status: "ahead" },
    ],
    dueTimes: [
      {
        deadline: "recusal",
        due: "2026-10-12T16:00:00.000Z",
        from: { what: "opened", at: "2026-10-09T02:30:00.000Z" },
        workdays: 2,
      },
      { deadline: "window", due: "2026-10-30T16:00:00.000Z", from: null, workdays: null },
    ],
    events: [
      {
        seq: 1,
        type: "drawn",
        at: "2026-10-09T02:30:00.000Z",
        actor: "system",
        state: "drawn",
        facts: { rank: number },
      },
    ],
    ...changes,
  };
}
