import type { InspectionDetail, InspectionState, InspectionSummary, StuckCause } from "@shuangsui/contracts";
import { inspectionEventType, inspectionState, riskClass } from "@shuangsui/contracts";
import type { Event } from "@shuangsui/service-kit";
import { isDueProvisional, newest, workdaysLeft } from "@shuangsui/workdays";
import { publicationIdOf } from "../ids.ts";
import { explainedDueTimes } from "./deadlines.ts";
import { missedDue, waitingOf, type Inspection, type Member } from "./lifecycle.ts";
import { isNotChecked } from "./rules.ts";
import { awaitedSigners, signaturesMissing, signaturesOf, signedPapers } from "./signatures.ts";
import type { FindingWithPaths } from "./store.ts";
import type { Recusal } from "./tables.ts";
import { timelineOf } from "./timeline.ts";

/** An inspection as lists show it, and why it is stuck where it is. */
export function summaryOf(row: Inspection, stuck: readonly StuckCause[], now: Date): InspectionSummary {
  const due = row.shown_due;
  const { calendar } = newest(row.calendars);
  const risk = riskClass.safeParse(row.risk_class);
  return {
    id: row.id,
    authority: row.authority,
    campaignId: row.campaign_id,
    origin: row.origin,
    kind: row.kind,
    teamBy: row.team_by,
    emergency: row.emergency,
    rank: row.rank,
    targetCode: row.target_code,
    targetName: row.target_name ?? row.target_code,
    targetKind: row.target_kind,
    territory: row.territory,
    riskClass: risk.success ? risk.data : null,
    state: row.state,
    outcome: row.outcome,
    waitingFor: waitingOf(row).for,
    dueAt: due?.toISOString() ?? null,
    workdaysLeft: due === null ? null : workdaysLeft(calendar, now, due),
    provisional: due !== null && isDueProvisional(calendar, due),
    overdue: missedDue(row) !== null || (due !== null && now >= due),
    breaches: row.breaches,
    stuck: [...stuck],
    updatedAt: row.updated_at.toISOString(),
  };
}

/** An inspection with its team by number, findings, timeline and events. */
export function detailOf(
  row: Inspection,
  contents: {
    stuck: readonly StuckCause[];
    team: readonly Member[];
    findings: readonly FindingWithPaths[];
    events: readonly Event[];
  },
  now: Date,
): InspectionDetail {
  const reached = new Map<InspectionState, Date>();
  const events = contents.events.map((event) => ({ ...event, state: inspectionState.parse(event.state) }));
  for (const { state, at } of events) if (!reached.has(state)) reached.set(state, at);
  const lead = contents.team.find((member) => member.kind === "officer")?.number;
  return {
    ...summaryOf(row, contents.stuck, now),
    localHolidaysStop: newest(row.calendars).calendar.localHolidaysStop,
    drawId: row.draw_id,
    opaqueId: row.opaque_id,
    itemCodes: [...row.item_codes],
    profile: row.profile,
    team: contents.team.map((member) => ({
      inspectorId: member.inspector_id,
      number: member.number,
      kind: member.kind,
      lead: member.number === lead,
    })),
    recusals: row.recusals.map(recusalView),
    findings: contents.findings.map((finding) => ({
      id: finding.id,
      itemCode: finding.item_code,
      description: finding.description,
      takenBack: row.taken_back.includes(finding.id),
      paths: finding.paths.map((path) => ({
        path: path.path,
        document: path.document,
        due: path.due,
        settledAt: path.settled_at?.toISOString() ?? null,
      })),
    })),
    signing: signedPapers(row.signatures).map((paper) => {
      const signatures = signaturesOf(row.signatures, paper).map(({ number, at }) => ({ number, at }));
      const signers = signatures.map(({ number }) => number);
      const missing = signaturesMissing(signers, paper.paper, contents.team);
      const awaits = awaitedSigners(row, contents.team, paper);
      return { ...paper, signatures, missing, awaits, complete: missing === 0 };
    }),
    publicationId: isPublic(row) ? publicationIdOf(row.id) : null,
    approvalAfterwards:
      row.approval_due === null
        ? null
        : {
            due: row.approval_due.toISOString(),
            approvedAt: row.approved_at?.toISOString() ?? null,
            missedAt: row.approval_missed_at?.toISOString() ?? null,
          },
    timeline: timelineOf(row, reached, now),
    dueTimes: explainedDueTimes(row),
    events: events.map((event) => ({
      seq: event.seq,
      type: inspectionEventType.parse(event.type),
      at: event.at.toISOString(),
      actor: event.actor,
      state: event.state,
      facts: event.facts,
    })),
  };
}

/** A recusal as it is shown: not who asked. */
function recusalView(one: Recusal): InspectionDetail["recusals"][number] {
  const { id, number, ground, declaredBy, askedAt, due, escalatedAt, decidedAt, granted } = one;
  return { id, number, ground, declaredBy, askedAt, due, escalatedAt, decidedAt, granted };
}

/** Whether the public is to hear of it: from the end of the check on, where that has no record in time, and where there was none, why. */
function isPublic(row: Inspection): boolean {
  return row.check_ended_at !== null || row.record_missed_at !== null || isNotChecked(row.state);
}
