import type { Clock } from "@shuangsui/clock";
import { planFileQuery, type PlanSummary } from "@shuangsui/contracts";
import { columnsOf, everyPage, type ListFile } from "@shuangsui/service-kit/list-files";
import { dueText } from "@shuangsui/workdays";
import type { z } from "zod";
import type { Work } from "../tables.ts";
import { listPlans } from "./lists.ts";
import { summaryOf } from "./views.ts";

type Query = z.output<typeof planFileQuery>;
type Row = Awaited<ReturnType<typeof listPlans>>[number];

/** The plans as they are taken away (article 16). */
export const plansFile = (clock: Clock): ListFile<Work, Query, PlanSummary> => ({
  ...{ name: "plans", tags: ["plans"], action: "plan.read", query: planFileQuery },
  kind: () => "plan",
  columns: () =>
    columnsOf({
      year: (plan) => plan.year,
      title: (plan) => plan.title,
      authority: (plan, { authority }) => authority(plan.authority),
      state: (plan, { words }) => words.planState[plan.state],
      revision: (plan) => plan.revision,
      publishedRevision: (plan) => plan.publishedRevision,
      dueAt: (plan) => (plan.dueAt === null ? null : dueText(new Date(plan.dueAt))),
      workdaysLeft: (plan) => plan.workdaysLeft,
      updatedAt: (plan, { time }) => time(plan.updatedAt),
      id: (plan) => plan.id,
    }),
  async *rows(work, _caller, query) {
    const now = await clock.now(work);
    const pages = everyPage<Row, string>(
      (after, limit) => listPlans(work, { ...query, after, limit }, now),
      (row) => row.id,
    );
    for await (const page of pages) yield page.map((row) => summaryOf(row, [], now));
  },
});
