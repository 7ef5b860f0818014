import {
  authorityOf,
  filledIn,
  inspectionCommands,
  inspectionOrder,
  Problem,
  shortened,
  wordsOf,
  type InspectionCommand,
  type InspectionOutcome,
  type PublicationContent,
} from "@shuangsui/contracts";
import { dueText, shanghaiDate } from "@shuangsui/workdays";
import { z } from "zod";
import { overdueStep, type Inspection } from "./lifecycle.ts";
import { hasProblems, responsibleFor } from "./outcome.ts";
import { recusalFacts } from "./recusals.ts";
import type { FindingWithPaths } from "./store.ts";

/** Where an inspection comes from: what opens the drawn target's opaque id, so that anybody can check that it was this one; or its order. */
export type Provenance =
  | { opening: { targetId: string; salt: string } | null }
  | { order: z.infer<typeof orderPaper> };

/** The order of an inspection, as it is on record, and out of how many its team was picked. */
export const orderPaper = inspectionOrder.extend({ candidates: z.number().int() });

const reportPaper = z.object({
  timeAndContent: z.string(),
  methodAndSteps: z.string(),
  situationAndAssessment: z.string(),
  opinion: z.string(),
});
const statementPaper = z.object({ statement: z.string() });
const reasonPaper = z.object({ reason: z.string() });
const gonePaper = z.object({ statement: z.string(), evidenceSha256: z.string() });
const answerPaper = z.object({ statement: z.string(), upheld: z.boolean() });

/** What is published is a Chinese document. */
const zh = wordsOf("zh");
const { document, findingPath, overdueStep: stepNames, semicolon } = zh;

/** A section's text is at most this long at disclosure; what is longer is cut with a mark. */
const longestText = 20_000;

const nameOf = (row: Inspection) => row.target_name ?? row.target_code;
const dayOf = (at: Date | null) => (at === null ? "" : shanghaiDate(at));

function factsOf(row: Inspection, from: Provenance): PublicationContent["facts"] {
  return {
    authority: row.authority,
    authorityName: authorityOf(row.authority)?.name ?? row.authority,
    inspectionId: row.id,
    drawId: row.draw_id,
    origin: row.origin,
    ...("order" in from ? { teamBy: row.team_by, emergency: row.emergency } : {}),
    kind: row.kind,
    targetCode: row.target_code,
    targetName: nameOf(row),
    checkEndedOn: dayOf(row.check_ended_at) || null,
    breaches: row.breaches,
    ...recusalFacts(row.recusals),
    opaqueId: row.opaque_id,
    salt: "opening" in from ? (from.opening?.salt ?? null) : null,
  };
}

type Section = PublicationContent["sections"][number];

/** Article 2: why an inspection took place without a draw, how its team came about, and how an emergency was approved. */
function provenanceOf(row: Inspection, from: Provenance): Section[] {
  if (!("order" in from)) return [];
  const { source, team, candidates, emergency } = from.order;
  const origin = zh.inspectionOrigin[row.origin];
  return [
    { title: document.source, text: filledIn(document.sourceText, { origin, ...source }) },
    {
      title: document.team,
      text:
        team.by === "named"
          ? filledIn(document.teamNamed, { reason: team.reason })
          : filledIn(document.teamByLot, { count: candidates }),
    },
    ...(emergency === undefined
      ? []
      : [
          {
            title: document.emergency,
            text: `${filledIn(document.emergencyText, emergency)}\n${approvalText(row)}`.trimEnd(),
          },
        ]),
  ];
}

/** How a check that could not wait for its approval came by it (article 25). */
function approvalText(row: Inspection): string {
  if (row.check_began_at === null) return "";
  if (row.approval_due === null) return document.approvalBefore;
  const says = { due: dueText(row.approval_due), day: dayOf(row.approved_at) };
  const isLate = row.approval_missed_at !== null;
  if (row.approved_at === null)
    return filledIn(isLate ? document.approvalMissed : document.approvalDue, says);
  return filledIn(isLate ? document.approvalLate : document.approvalGiven, says);
}

const outcomeFacts = ({ outcome }: Inspection) => ({ outcome, responsible: responsibleFor(outcome) });

/** The result of an inspection as it is published (article 30): what the report says, each finding with its paths, an objection with its answer. */
export function resultContent(
  row: Inspection,
  papers: ReadonlyMap<string, unknown>,
  findings: readonly FindingWithPaths[],
  from: Provenance,
): PublicationContent {
  const report = reportPaper.parse(papers.get("report"));
  const objection = statementPaper.safeParse(papers.get("objection"));
  const answer = answerPaper.safeParse(papers.get("answer"));
  const standing = findings.filter(({ id }) => !row.taken_back.includes(id));
  const record = inspectionCommands.record.parse(papers.get("record"));
  const onSite = onSiteOf(record);
  const notApplicable = notApplicableOf(record);
  const sections = [
    conclusionOf(row),
    ...provenanceOf(row, from),
    ...(onSite === null ? [] : [{ title: document.onSite, text: onSite.text }]),
    { title: document.timeAndContent, text: report.timeAndContent },
    { title: document.methodAndSteps, text: report.methodAndSteps },
    { title: document.situationAndAssessment, text: report.situationAndAssessment },
    { title: document.opinion, text: report.opinion },
    ...(notApplicable === "" ? [] : [{ title: document.notApplicable, text: notApplicable }]),
    ...findings.map((finding, index) => ({
      title: filledIn(standing.includes(finding) ? document.finding : document.findingTakenBack, {
        number: index + 1,
        item: finding.item_code,
      }),
      text: filledIn(document.handling, {
        description: finding.description,
        paths: finding.paths.map(pathText).join(semicolon),
      }),
    })),
    ...(objection.success ? [{ title: document.objection, text: objection.data.statement }] : []),
    ...(answer.success
      ? [
          {
            title: answer.data.upheld ? document.answerUpheld : document.answerRefused,
            text: answer.data.statement,
          },
        ]
      : []),
  ];
  return {
    summary: filledIn(document.resultSummary, {
      target: nameOf(row),
      day: dayOf(row.check_ended_at),
      outcome: headlineOf(row.outcome, standing.length),
    }),
    sections,
    facts: {
      ...factsOf(row, from),
      ...outcomeFacts(row),
      findings: standing.length,
      ...(onSite === null ? {} : { evidenceSha256: onSite.evidence.join(",") }),
    },
  };
}

/** What became of it, as the headline says it; of problems, how many stand. */
function headlineOf(outcome: InspectionOutcome | null, problems: number): string {
  if (outcome === null) throw new Problem("internal");
  const name = zh.inspectionOutcome[outcome];
  return hasProblems(outcome) ? filledIn(document.problemCount, { outcome: name, count: problems }) : name;
}

/** What became of it, in a sentence. */
function conclusionOf({ outcome, window_to: day }: Inspection): { title: string; text: string } {
  if (outcome === null) throw new Problem("internal");
  return { title: document.conclusion, text: filledIn(zh.outcomeText[outcome], { day }) };
}

type Recorded = InspectionCommand<"record">;

/** What a team met with that could not carry out its check, and the evidence of it; null where it could. */
function onSiteOf({ conduct }: Recorded): { text: string; evidence: readonly string[] } | null {
  if (conduct.kind === "carried-out") return null;
  const { statement, evidence } = conduct;
  if (conduct.kind !== "lawfully-refused") return { text: statement, evidence };
  const ground = zh.refusalGround[conduct.ground];
  return { text: filledIn(document.refusal, { ground, statement }), evidence };
}

function pathText({ path, document: paper, settled_at: settled }: FindingWithPaths["paths"][number]): string {
  return filledIn(settled === null ? document.path : document.pathSettled, {
    path: findingPath[path],
    document: paper,
  });
}

/** The fact that is published where nothing was signed off in time: checked on that day, report or feedback overdue. */
export function overdueFact(row: Inspection, from: Provenance): PublicationContent {
  const missing = overdueStep(row);
  const says = { target: nameOf(row), day: dayOf(row.check_ended_at), step: stepNames[missing] };
  return {
    summary: filledIn(document.overdueSummary, says),
    sections: [
      { title: document.overdue, text: filledIn(document.overdueText, says) },
      ...provenanceOf(row, from),
    ],
    facts: { ...factsOf(row, from), overdue: missing },
  };
}

/** The items that do not apply, and why, a line each. */
function notApplicableOf({ entries }: Recorded): string {
  const lines = entries.flatMap(({ itemCode: item, result, note }) =>
    result === "not-applicable" ? [filledIn(document.itemNote, { item, note: note ?? "" })] : [],
  );
  return shortened(lines.join("\n"), longestText);
}

/** The fact that is published where a check began and the window ended without its record. */
export function missingRecordFact(row: Inspection, from: Provenance): PublicationContent {
  const says = {
    target: nameOf(row),
    day: dayOf(row.check_began_at),
    to: row.window_to,
    step: stepNames.record,
  };
  return {
    summary: filledIn(document.missingRecordSummary, says),
    sections: [
      { title: document.overdue, text: filledIn(document.missingRecordText, says) },
      ...provenanceOf(row, from),
    ],
    facts: { ...factsOf(row, from), overdue: "record" },
  };
}

/** The fact that there was no check, why, and whose fault that was: with the evidence of a target that is gone, the reason of a cancellation. */
export function withdrawnFact(
  row: Inspection,
  papers: ReadonlyMap<string, unknown>,
  from: Provenance,
): PublicationContent {
  const gone = gonePaper.safeParse(papers.get("gone"));
  const cancelled = reasonPaper.safeParse(papers.get("cancel"));
  const isGone = row.outcome === "gone" && gone.success;
  const isCancelled = row.outcome === "cancelled" && cancelled.success;
  return {
    summary: filledIn(document.notCheckedSummary, {
      target: nameOf(row),
      outcome: headlineOf(row.outcome, 0),
    }),
    sections: [
      conclusionOf(row),
      ...provenanceOf(row, from),
      ...(isGone ? [{ title: document.statement, text: gone.data.statement }] : []),
      ...(isCancelled ? [{ title: document.cancelReason, text: cancelled.data.reason }] : []),
    ],
    facts: {
      ...factsOf(row, from),
      ...outcomeFacts(row),
      ...(isGone ? { evidenceSha256: gone.data.evidenceSha256 } : {}),
    },
  };
}
