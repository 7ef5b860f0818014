import type { InspectionSummary } from "@shuangsui/contracts";
import { linkTo } from "../site/links.ts";
import { dueText, leftText, type Left } from "../site/time.ts";
import { shortName } from "../site/viewer.ts";
import { kindWords, stateWords } from "./words.ts";

/** One inspection as a line of a table. */
export type InspectionRow = {
  href: string;
  target: string;
  code: string;
  kind: string;
  authority: string;
  riskClass: string;
  state: string;
  waits: string;
  due: string;
  left: Left | null;
  stuck: boolean;
  breaches: number;
};

/** Puts an inspection into the words of a table's line. */
export function rowOf(inspection: InspectionSummary, viewer: string): InspectionRow {
  const words = stateWords[inspection.state];
  return {
    href: linkTo(`/inspections/${inspection.id}`, viewer),
    target: inspection.targetName,
    code: inspection.targetCode,
    kind: kindWords[inspection.targetKind],
    authority: shortName(inspection.authority),
    riskClass: inspection.riskClass ?? "—",
    state: words.name,
    waits: words.waits ?? "—",
    due: inspection.dueAt === null ? "—" : dueText(inspection.dueAt),
    left: leftText(inspection.workdaysLeft, inspection.overdue),
    stuck: inspection.stuck,
    breaches: inspection.breaches,
  };
}
