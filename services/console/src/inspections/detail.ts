import type { InspectionDetail, InspectionState, TimelineStep } from "@shuangsui/contracts";
import { linkTo } from "../site/links.ts";
import { portalLink } from "../site/portal.ts";
import { dueText, instantText, leftText } from "../site/time.ts";
import { factText } from "./facts.ts";
import { rowOf } from "./row.ts";
import { originWords, pathWords, stateWords } from "./words.ts";

const statusWords = {
  done: { mark: "✓", text: "已完成" },
  now: { mark: "▶", text: "进行中" },
  ahead: { mark: "", text: "未开始" },
  missed: { mark: "▲", text: "逾期未完成" },
} as const satisfies Record<TimelineStep["status"], { mark: string; text: string }>;

/** Puts one inspection into the words of its page. */
export function detailOf(inspection: InspectionDetail, viewer: string, disclosureUrl: string) {
  return {
    ...rowOf(inspection, viewer),
    id: inspection.id,
    origin: originWords[inspection.origin],
    ended: stateWords[inspection.state].phase === null,
    updated: instantText(inspection.updatedAt),
    profile: inspection.profile,
    campaignHref:
      inspection.campaignId === null ? null : linkTo(`/campaigns/${inspection.campaignId}`, viewer),
    drawId: inspection.drawId,
    drawHref: inspection.drawId === null ? null : portalLink(disclosureUrl, "draws", inspection.drawId),
    publication: publicationOf(inspection, disclosureUrl),
    timeline: inspection.timeline.map(stepOf),
    team: inspection.team.map((member) => ({
      number: member.number,
      kind: member.kind === "officer" ? "执法人员" : "专家",
      lead: member.lead,
    })),
    findings: inspection.findings.map((finding) => ({
      itemCode: finding.itemCode,
      description: finding.description,
      paths: finding.paths.map((path) => ({
        path: pathWords[path.path],
        document: path.document,
        due: path.due ?? "—",
        settled: path.settledAt === null ? null : instantText(path.settledAt),
      })),
    })),
    events: inspection.events.map((event) => ({
      seq: event.seq,
      at: instantText(event.at),
      title: event.title,
      actor: event.actor === "system" ? "系统" : event.actor,
      state: stateWords[event.state].name,
      facts: Object.entries(event.facts).flatMap(([name, value]) => factText(name, value) ?? []),
    })),
  };
}

/** Where the inspection stands with the public: a link to the portal only once there is a page. */
function publicationOf(
  inspection: InspectionDetail,
  disclosureUrl: string,
): { href: string | null; text: string } {
  const { publicationId, state, events } = inspection;
  if (publicationId === null) return { href: null, text: "检查结束后立项" };
  const isPublic = published.has(state) || events.some((event) => event.type === "fact-published");
  if (!isPublic) return { href: null, text: "已立项，尚未公示" };
  return { href: portalLink(disclosureUrl, "publications", publicationId), text: "公示门户上的结果页" };
}

const published: ReadonlySet<InspectionState> = new Set([
  "published",
  "credited",
  "closed",
  "gone",
  "lapsed",
  "cancelled",
] as const);

function stepOf(step: TimelineStep) {
  return {
    title: step.title,
    status: step.status,
    ...statusWords[step.status],
    at: step.at === undefined ? null : instantText(step.at),
    due: step.due === undefined ? null : dueText(step.due),
    left: step.status === "done" ? null : leftText(step.workdaysLeft, step.status === "missed"),
    waitingFor: step.waitingFor ?? null,
    byItself: step.byItself ?? null,
  };
}
