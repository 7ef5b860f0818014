import {
  filledIn,
  notCheckedState,
  type InspectionDetail,
  type InspectionState,
  type TimelineStep,
} from "@shuangsui/contracts";
import { linkTo } from "../site/links.ts";
import { portalLink } from "../site/portal.ts";
import { dueText, instantText, leftText, localText } from "../site/time.ts";
import type { Viewer } from "../site/viewer.ts";
import { words } from "../site/words.ts";
import { factText } from "./facts.ts";
import { rowOf } from "./row.ts";

const marks = { done: "✓", now: "▶", ahead: "", missed: "▲" } as const satisfies Record<
  TimelineStep["status"],
  string
>;

/** Puts one inspection into the words of its page. */
export function detailOf(inspection: InspectionDetail, viewer: Viewer, portalUrl: string) {
  return {
    ...rowOf(inspection, viewer),
    id: inspection.id,
    outcome: inspection.outcome === null ? words.label.none : words.inspectionOutcome[inspection.outcome],
    local: inspection.dueAt === null ? "" : localText(inspection.localHolidaysStop),
    origin: words.inspectionOrigin[inspection.origin],
    teamBy: words.teamBy[inspection.teamBy],
    teamNote: inspection.drawId === null ? words.console.teamNoteOrdered : words.console.teamNote,
    approval: approvalOf(inspection),
    updated: instantText(inspection.updatedAt),
    campaignHref:
      inspection.campaignId === null ? null : linkTo(`/campaigns/${inspection.campaignId}`, viewer),
    drawHref: inspection.drawId === null ? null : portalLink(portalUrl, "draws", inspection.drawId),
    publication: publicationOf(inspection, portalUrl),
    timeline: inspection.timeline.map((step) => stepOf(step, inspection)),
    team: inspection.team.map((member) => ({
      name: filledIn(words.console.member, {
        number: member.number,
        kind: words.inspectorKind[member.kind],
      }),
      lead: member.lead,
    })),
    findings: inspection.findings.map((finding) => ({
      itemCode: finding.itemCode,
      description: finding.description,
      takenBack: finding.takenBack,
      paths: finding.paths.map((path) => ({
        path: words.findingPath[path.path],
        document: path.document,
        settled:
          path.settledAt === null
            ? filledIn(words.console.pathOpen, { due: path.due ?? words.label.none })
            : filledIn(words.console.pathSettled, { at: instantText(path.settledAt) }),
      })),
    })),
    signing: inspection.signing.map(({ paper, revision, signedBy, complete }) =>
      filledIn(complete ? words.console.signedByAll : words.console.awaitsSignature, {
        paper: words.signedPaper[paper],
        revision,
        numbers: signedBy.join(words.comma),
      }),
    ),
    events: inspection.events.map((event) => ({
      seq: event.seq,
      at: instantText(event.at),
      title: words.inspectionEvent[event.type],
      actor: event.actor === "system" ? words.system : event.actor,
      state: words.inspectionState[event.state],
      facts: Object.entries(event.facts).flatMap(([name, value]) => factText(name, value) ?? []),
    })),
  };
}

/** Where the inspection stands with the public: a link to the portal only once there is a page. */
function publicationOf(
  inspection: InspectionDetail,
  portalUrl: string,
): { href: string | null; text: string } {
  const { publicationId, state, events } = inspection;
  if (publicationId === null) return { href: null, text: words.console.publicationLater };
  const isPublic =
    published.has(state) ||
    events.some(({ type }) => type === "fact-published" || type === "missing-record-published");
  if (!isPublic) return { href: null, text: words.console.publicationOpen };
  return {
    href: portalLink(portalUrl, "publications", publicationId),
    text: words.console.seePublication,
  };
}

const published: ReadonlySet<InspectionState> = new Set([
  "published",
  "credited",
  "closed",
  ...notCheckedState.options,
] as const);

/** Of a check that began without an approval: by when it is due, and what became of that; null of others. */
function approvalOf({ approvalAfterwards }: InspectionDetail): string | null {
  if (approvalAfterwards === null) return null;
  const { due, approvedAt, missedAt } = approvalAfterwards;
  const [approved, missed] = [approvedAt !== null, missedAt !== null];
  const { approvalLate, approvalGiven, approvalMissed, approvalDue } = words.console;
  const given = missed ? approvalLate : approvalGiven;
  const says = approved ? given : missed ? approvalMissed : approvalDue;
  return filledIn(says, { due: dueText(due), at: approvedAt === null ? "" : instantText(approvedAt) });
}

function stepOf(step: TimelineStep, { drawId }: Pick<InspectionDetail, "drawId">) {
  return {
    title:
      step.step === "drawn" && drawId === null ? words.console.orderedStep : words.inspectionStep[step.step],
    status: step.status,
    mark: marks[step.status],
    text: words.stepStatus[step.status],
    at: step.at === undefined ? null : instantText(step.at),
    due: step.due === undefined ? null : dueText(step.due, step.provisional),
    left: step.status === "done" ? null : leftText(step.workdaysLeft, step.status === "missed"),
    waitingFor: step.waitingFor === undefined ? null : words.inspectionWaiting[step.waitingFor],
    byItself: step.byItself === undefined ? null : words.happensByItself[step.byItself],
  };
}
