import type { InspectionSummary } from "@shuangsui/contracts";
import { linkTo } from "../site/links.ts";
import { stuckTexts } from "../site/stuck.ts";
import { dueText, leftText, type Left } from "../site/time.ts";
import { shortName, type Viewer } from "../site/viewer.ts";
import { words } from "../site/words.ts";

/** One inspection as a line of a table. */
export type InspectionRow = {
  href: string;
  target: string;
  code: string;
  kind: string;
  inspectionKind: string;
  authority: string;
  riskClass: string;
  state: string;
  waits: string;
  due: string;
  left: Left | null;
  /** Why it is stuck, a sentence each. */
  stuck: string[];
  breaches: number;
};

/** Puts an inspection into the words of a table's line. */
export function rowOf(inspection: InspectionSummary, viewer: Viewer): InspectionRow {
  return {
    href: linkTo(`/inspections/${inspection.id}`, viewer),
    target: inspection.targetName,
    code: inspection.targetCode,
    kind: words.targetKind[inspection.targetKind],
    inspectionKind: words.inspectionKind[inspection.kind],
    authority: shortName(inspection.authority),
    riskClass: inspection.riskClass === null ? words.label.none : words.riskClass[inspection.riskClass],
    state: words.inspectionState[inspection.state],
    waits: words.inspectionWaiting[inspection.waitingFor],
    due: inspection.dueAt === null ? words.label.none : dueText(inspection.dueAt, inspection.provisional),
    left: leftText(inspection.workdaysLeft, inspection.overdue),
    stuck: stuckTexts("inspection", inspection.stuck),
    breaches: inspection.breaches,
  };
}
