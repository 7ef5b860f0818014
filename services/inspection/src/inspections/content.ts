import type { PublicationContent } from "@shuangsui/contracts";
import { authorityOf } from "@shuangsui/contracts";
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

const pathNames = {
  "on-the-spot": "当场处理",
  "own-department": "报请本部门依法处理",
  "other-department": "建议有关部门依法处理",
  "crime-transfer": "涉嫌犯罪，依法移送",
} as const;

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
    { title: "检查时间和内容", text: report.timeAndContent },
    { title: "方法步骤", text: report.methodAndSteps },
    { title: "检查情况和评价", text: report.situationAndAssessment },
    { title: "处理意见建议", text: report.opinion },
    ...findings.map((finding, index) => ({
      title: `问题 ${index + 1}（事项 ${finding.item_code}）`,
      text: `${finding.description}\n处理：${finding.paths.map((path) => `${pathNames[path.path]}（${path.document}）${path.settled_at === null ? "" : "，已办结"}`).join("；")}`,
    })),
    ...(objection.success ? [{ title: "被检查对象异议", text: objection.data.statement }] : []),
    ...(answer.success
      ? [
          {
            title: answer.data.upheld ? "异议答复（采纳）" : "异议答复（不予采纳）",
            text: answer.data.statement,
          },
        ]
      : []),
  ];
  const outcome = findings.length === 0 ? "未发现问题" : `发现问题 ${findings.length} 项`;
  return {
    summary: `${nameOf(row)}：${dayOf(row.check_ended_at)}检查，${outcome}`,
    sections,
    facts: { ...factsOf(row, opening), findings: findings.length },
  };
}

/** The fact that is published where nothing was signed off in time: checked on that day, report or feedback overdue. */
export function overdueFact(row: Inspection, opening: Opening): PublicationContent {
  const missing = { report: "检查报告", feedback: "结果反馈" }[overdueStep(row)];
  return {
    summary: `${nameOf(row)}：已于${dayOf(row.check_ended_at)}检查，${missing}逾期未完成`,
    sections: [
      {
        title: "逾期情况",
        text: `本次检查已于${dayOf(row.check_ended_at)}结束，${missing}未在规定期限内完成。完成后将在本页公布新版本。`,
      },
    ],
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
      summary: `${nameOf(row)}：检查对象已不存在，未实施检查`,
      sections: [{ title: "情况说明", text: gone.data.statement }],
      facts: { ...factsOf(row, opening), evidenceSha256: gone.data.evidenceSha256 },
    };
  if (row.state === "cancelled" && cancelled.success)
    return {
      summary: `${nameOf(row)}：检查已取消`,
      sections: [{ title: "取消理由", text: cancelled.data.reason }],
      facts: factsOf(row, opening),
    };
  return {
    summary: `${nameOf(row)}：检查期限内未实施检查`,
    sections: [{ title: "情况说明", text: `检查应于${row.window_to}前实施，期限届满未实施。` }],
    facts: factsOf(row, opening),
  };
}
