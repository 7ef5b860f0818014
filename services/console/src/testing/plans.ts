import type { PlanSummary } from "@shuangsui/contracts";
import { idOf } from "./inspections.ts";

/** A plan that is handed in, changed by `changes`. */
export function planOf(number: number, changes: Partial<PlanSummary> = {}): PlanSummary {
  return {
    id: idOf(number),
    authority: "533103",
    year: 2026,
    title: "2026年度执法检查计划",
    version: 1,
    state: "publishing",
    revision: 1,
    publishedRevision: null,
    planVersion: null,
    dueAt: "2026-10-15T16:00:00.000Z",
    workdaysLeft: 4,
    provisional: false,
    stuck: [],
    updatedAt: "2026-10-08T01:30:00.000Z",
    ...changes,
  };
}
