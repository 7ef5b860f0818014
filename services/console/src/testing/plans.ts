import { type PlanDetail, type PlannedEntry, type PlanPreview, type PlanSummary } from "@shuangsui/contracts";
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

/** An entry of a plan: builders, drawn twice a year. */
export const entryOf = (number: number, changes: Partial<PlannedEntry> = {}): PlannedEntry => ({
  id: idOf(number),
  title: "建筑业企业抽查",
  items: ["533103-01"],
  itemVersions: [],
  scope: { targetKind: "entity", categories: ["builder"] },
  inspectors: { officers: 2, types: [], specialties: [] },
  ratios: { A: "0.01", B: "0.02", C: "0.03", D: "0.05" },
  alternates: 2,
  frequency: 2,
  window: { from: "2026-03-01", to: "2026-11-30" },
  ...changes,
});

/** That plan with what it says. */
export const planDetailOf = (number: number, changes: Partial<PlanDetail> = {}): PlanDetail => ({
  ...planOf(number, { dueAt: null, workdaysLeft: null }),
  entries: [entryOf(number + 1)],
  publishedEntries: null,
  publicationId: null,
  submittedBy: null,
  returned: null,
  dueTimes: [],
  events: [],
  ...changes,
});

/** What a plan of two such entries would come to, of which the second one lacks its scope. */
export const previewOfTwo = (first: PlannedEntry, second: PlannedEntry): PlanPreview => {
  const riskClasses = ["A", "B", "C", "D"] as const;
  const one = (entry: PlannedEntry, other: PlannedEntry) => ({
    entryId: entry.id,
    title: entry.title,
    classes: riskClasses.map((riskClass) => ({
      ...{ riskClass, population: 100, quota: 3 },
      ratio: entry.ratios?.[riskClass] ?? "0",
    })),
    byAuthority: [],
    byCategory: [{ category: "builder", population: 400 }],
    alsoIn: [
      {
        ...{ entryId: other.id, title: other.title, targetKind: "entity" as const },
        ...{ population: 7, twice: false, codes: ["91533103MA6K000017"] },
      },
    ],
    inspectors: {
      ...{ officers: 12, experts: 3 },
      holders: [{ kind: "expert" as const, skill: "structure", count: 3 }],
    },
    ...{ officerDays: 48, population: 400, atVisitCap: 4, total: 12, drawnBefore: 1, refusals: [] },
    visits: riskClasses.map((riskClass) => ({ riskClass, atCap: 1, oneLeft: 9, free: 90 })),
  });
  return {
    ...{ authority: "533103", year: 2026 },
    caps: { ratio: "0.2", frequency: 4 },
    ratioUse: [{ targetKind: "entity", registry: 400, most: 80, drawn: 52, own: 24 }],
    visitCap: { perYear: 2, exemptOrigins: [], exemptKinds: [], source: "国办发〔2024〕54号" },
    publicText: {
      summary: "芒市2026年度执法检查计划",
      sections: [{ title: "条目1", text: "抽查事项：资质" }],
    },
    entries: [
      one(first, second),
      {
        ...one(second, first),
        refusals: [
          { code: "plan/incomplete", errors: [{ path: "/entries/1/scope", message: "is missing" }] },
        ],
      },
    ],
    refusals: [],
  };
};
