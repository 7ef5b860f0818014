import type { PublicationContent } from "@shuangsui/contracts";
import { authorityOf, filledIn, wordsOf } from "@shuangsui/contracts";
import { shanghaiDate } from "@shuangsui/workdays";
import { z } from "zod";
import { overdueStep, type Inspection } from "./lifecycle.ts";
import type { FindingWithPaths } from "./store.ts";

/** What opens the drawn target's opaque id, so that anybody can check that it was this one. */
export type Opening = { targetId: string; salt: string } | null;

const reportPaper = z.object({
  timeAndContent: z.string(),
  methodAndSteps: z.string(),
  situationAndAssessment: z.string(),
  opinion: z.string(),
});
const statementPaper = z.object({ statement: z.string() });
const reasonPaper = z.object({ reason: z.string() });
const answerPaper = z.object({ statement: z.string(), upheld: z.boolean() });

/** What is published is a Chinese document. */
const { document, findingPath, overdueStep: stepNames, semicolon } = wordsOf("zh");

const nameOf = (row: Inspection) => row.target_name ?? row.target_code;
const dayOf = (at: Date | null) => (at === null ? "" : shanghaiDate(at));

function factsOf(row: Inspection, opening: Opening): PublicationContent["facts"] {
  return {
    authority: row.authority,
    authorityName: authorityOf(row.authority)?.name ?? row.authority,
    inspectionId: row.id,
    drawId: row.draw_id,
    origin: row.origin,
    targetCode: row.target_code,
    targetName: nameOf(row),
    checkEndedOn: dayOf(row.check_ended_at) || null,
    breaches: row.breaches,
    opaqueId: row.opaque_id,
    salt: opening?.salt ?? null,
  };
}

/** The result of an inspection as it is published (article 30): what the report says, each finding with its paths, an objection with its answer. */
export function resultContent(
  row: Inspection,
  papers: ReadonlyMap<string, unknown>,
  findings: readonly FindingWithPaths[],
  opening: Opening,
): PublicationContent {
  const report = reportPaper.parse(papers.get("report"));
  const objection = statementPaper.safeParse(papers.get("objection"));
  const answer = answerPaper.safeParse(papers.get("answer"));
  const sections = [
    { title: document.timeAndContent, text: report.timeAndContent },
    { title: document.methodAndSteps, text: report.methodAndSteps },
    { title: document.situationAndAssessment, text: report.situationAndAssessment },
    { title: document.opinion, text: report.opinion },
    ...findings.map((finding, index) => ({
      title: filledIn(document.finding, { number: index + 1, item: finding.item_code }),
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
  const outcome =
    findings.length === 0 ? document.noFindings : filledIn(document.findings, { count: findings.length });
  return {
    summary: filledIn(document.resultSummary, {
      target: nameOf(row),
      day: dayOf(row.check_ended_at),
      outcome,
    }),
    sections,
    facts: { ...factsOf(row, opening), findings: findings.length },
  };
}

function pathText({ path, document: paper, settled_at: settled }: FindingWithPaths["paths"][number]): string {
  return filledIn(settled === null ? document.path : document.pathSettled, {
    path: findingPath[path],
    document: paper,
  });
}

/** The fact that is published where nothing was signed off in time: checked on that day, report or feedback overdue. */
export function overdueFact(row: Inspection, opening: Opening): PublicationContent {
  const missing = overdueStep(row);
  const says = { target: nameOf(row), day: dayOf(row.check_ended_at), step: stepNames[missing] };
  return {
    summary: filledIn(document.overdueSummary, says),
    sections: [{ title: document.overdue, text: filledIn(document.overdueText, says) }],
    facts: { ...factsOf(row, opening), overdue: missing },
  };
}

/** The fact that a drawn target was not inspected: gone (with its evidence's hash), cancelled (with its reason), or lapsed. */
export function withdrawnFact(
  row: Inspection,
  papers: ReadonlyMap<string, unknown>,
  opening: Opening,
): PublicationContent {
  const gone = z.object({ statement: z.string(), evidenceSha256: z.string() }).safeParse(papers.get("gone"));
  const cancelled = reasonPaper.safeParse(papers.get("cancel"));
  if (row.state === "gone" && gone.success)
    return {
      summary: filledIn(document.goneSummary, { target: nameOf(row) }),
      sections: [{ title: document.statement, text: gone.data.statement }],
      facts: { ...factsOf(row, opening), evidenceSha256: gone.data.evidenceSha256 },
    };
  if (row.state === "cancelled" && cancelled.success)
    return {
      summary: filledIn(document.cancelledSummary, { target: nameOf(row) }),
      sections: [{ title: document.cancelReason, text: cancelled.data.reason }],
      facts: factsOf(row, opening),
    };
  return {
    summary: filledIn(document.lapsedSummary, { target: nameOf(row) }),
    sections: [{ title: document.statement, text: filledIn(document.lapsedText, { day: row.window_to }) }],
    facts: factsOf(row, opening),
  };
}
