import type { InspectionDetail, InspectionState, InspectionSummary } from "@shuangsui/contracts";
import { riskClass } from "@shuangsui/contracts";
import { calendar, isDueProvisional, workdaysLeft } from "@shuangsui/workdays";
import type { Selectable } from "kysely";
import type { Listed } from "./lists.ts";
import type { FindingWithPaths, Member } from "./store.ts";
import type { EventTable } from "./tables.ts";
import { missedDue, shownDue, waitingOf } from "./progress.ts";
import { timelineOf } from "./timeline.ts";

/** An inspection as lists show it. */
export function summaryOf(row: Listed, now: Date): InspectionSummary {
  const due = shownDue(row);
  const risk = riskClass.safeParse(row.risk_class);
  return {
    id: row.id,
    authority: row.authority,
    campaignId: row.campaign_id,
    origin: row.origin,
    rank: row.rank,
    targetCode: row.target_code,
    targetName: row.target_name ?? row.target_code,
    targetKind: row.target_kind,
    riskClass: risk.success ? risk.data : null,
    state: row.state,
    waitingFor: waitingOf(row).for,
    dueAt: due?.toISOString() ?? null,
    workdaysLeft: due === null ? null : workdaysLeft(calendar, now, due),
    provisional: due !== null && isDueProvisional(calendar, due),
    overdue: missedDue(row) !== null || (row.ended_at === null && due !== null && now >= due),
    breaches: row.breaches,
    stuck: row.stuck,
    updatedAt: row.updated_at.toISOString(),
  };
}

/** An inspection with its team by number, findings, timeline and events. */
export function detailOf(
  row: Listed,
  parts: {
    team: readonly Member[];
    findings: readonly FindingWithPaths[];
    events: readonly Selectable<EventTable>[];
  },
  now: Date,
): InspectionDetail {
  const reached = new Map<InspectionState, Date>();
  for (const event of parts.events) if (!reached.has(event.state)) reached.set(event.state, event.at);
  const lead = parts.team.find((member) => member.kind === "officer")?.number;
  return {
    ...summaryOf(row, now),
    drawId: row.draw_id,
    opaqueId: row.opaque_id,
    profile: row.profile,
    team: parts.team.map((member) => ({
      inspectorId: member.inspector_id,
      number: member.number,
      kind: member.kind,
      lead: member.number === lead,
    })),
    findings: parts.findings.map((finding) => ({
      id: finding.id,
      itemCode: finding.item_code,
      description: finding.description,
      paths: finding.paths.map((path) => ({
        path: path.path,
        document: path.document,
        due: path.due,
        settledAt: path.settled_at?.toISOString() ?? null,
      })),
    })),
    publicationId: row.publication_id,
    timeline: timelineOf(row, reached, now),
    events: parts.events.map((event) => ({
      seq: event.seq,
      type: event.type,
      at: event.at.toISOString(),
      actor: event.actor,
      state: event.state,
      facts: event.facts,
    })),
  };
}
