import {
  filledIn,
  inspectionCommands,
  type InspectionDetail,
  type InspectionPapers,
} from "@shuangsui/contracts";
import { zh as says } from "@shuangsui/contracts/console-words/zh";
import { zh as words } from "@shuangsui/contracts/words/zh";
import { shanghaiTime } from "@shuangsui/workdays";
import type { CheckedItem } from "./items.ts";

type Report = Record<"timeAndContent" | "methodAndSteps" | "situationAndAssessment" | "opinion", string>;
type Findings = InspectionDetail["findings"];

/**
 * A report put together from the signed record and the paths of its findings, for an officer to go on from (article 29). It is Chinese in
 * any case, as the paper is. Empty where there is no record.
 */
export function reportDraft(
  inspection: Pick<
    InspectionDetail,
    "targetName" | "targetCode" | "findings" | "team" | "events" | "outcome"
  >,
  papers: InspectionPapers,
  items: readonly Pick<CheckedItem, "code" | "name" | "method">[],
): Partial<Report> {
  const record = inspectionCommands.record.safeParse(latestOf(papers, "record"));
  if (!record.success) return {};
  const { report } = says;
  const { entries, endedAt, conduct } = record.data;
  const nameOf = (code: string) => items.find((item) => item.code === code)?.name ?? code;
  const began = inspection.events.find(({ type }) => type === "begun")?.at ?? endedAt;
  const looked = entries.map(({ itemCode }) => nameOf(itemCode)).join(words.comma);
  const lines = entries.map(({ itemCode, result, note }) =>
    filledIn(report.entry, {
      item: nameOf(itemCode),
      result: says.choice[result],
      note: note === undefined ? "" : filledIn(report.note, { note }),
    }),
  );
  return {
    timeAndContent: filledIn(report.timeAndContent, {
      from: shanghaiTime(new Date(began)),
      to: shanghaiTime(new Date(endedAt)),
      target: inspection.targetName,
      code: inspection.targetCode,
      items: looked === "" ? words.label.none : looked,
    }),
    methodAndSteps: filledIn(report.methodAndSteps, {
      count: inspection.team.length,
      methods:
        [...new Set(items.flatMap(({ method }) => method ?? []))].join(words.comma) || report.onTheSpot,
    }),
    situationAndAssessment: [
      ...(conduct.kind === "carried-out" ? lines : [`${says.choice[conduct.kind]}：${conduct.statement}`]),
      ...(inspection.outcome === null ? [] : [words.outcomeText[inspection.outcome]]),
    ].join("\n"),
    opinion: opinionOn(inspection.findings),
  };
}

function opinionOn(findings: Findings): string {
  if (findings.length === 0) return says.report.noFindings;
  return findings
    .map(({ description, paths }, index) =>
      filledIn(says.report.finding, {
        number: index + 1,
        description,
        paths: paths
          .map(({ path, document }) => `${words.findingPath[path]}（${document}）`)
          .join(words.comma),
      }),
    )
    .join("\n");
}

/** What a paper says in its last version that is none but adds to it. */
function latestOf({ items }: InspectionPapers, kind: InspectionPapers["items"][number]["kind"]): unknown {
  const versions = items.find((paper) => paper.kind === kind)?.versions ?? [];
  return versions.findLast(({ form }) => form === "original")?.content;
}
