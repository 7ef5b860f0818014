import type { Clock } from "@shuangsui/clock";
import { campaignFileQuery, type CampaignSummary } from "@shuangsui/contracts";
import { columnsOf, everyPage, type ListFile } from "@shuangsui/service-kit/list-files";
import { dueText } from "@shuangsui/workdays";
import type { z } from "zod";
import { figuresOfCampaigns } from "../inspections/of-campaign.ts";
import type { Work } from "../tables.ts";
import { listCampaigns } from "./lists.ts";
import { summaryOf } from "./views.ts";

type Query = z.output<typeof campaignFileQuery>;
type Row = Awaited<ReturnType<typeof listCampaigns>>[number];

/** The campaigns as they are taken away, each with how far its inspections are. */
export const campaignsFile = (clock: Clock): ListFile<Work, Query, CampaignSummary> => ({
  ...{ name: "campaigns", tags: ["campaigns"], action: "campaign.read", query: campaignFileQuery },
  kind: () => "campaign",
  columns: () =>
    columnsOf({
      title: (one) => one.title,
      authority: (one, { authority }) => authority(one.authority),
      targetKind: (one, { words }) => words.targetKind[one.targetKind],
      state: (one, { words }) => words.campaignState[one.state],
      windowFrom: (one) => one.windowFrom,
      windowTo: (one) => one.windowTo,
      dueAt: (one) => (one.dueAt === null ? null : dueText(new Date(one.dueAt))),
      workdaysLeft: (one) => one.workdaysLeft,
      inspections: (one) => one.inspections,
      checked: (one) => one.checked,
      due: (one) => one.due,
      published: (one) => one.published,
      done: (one) => one.done,
      overdue: (one) => one.overdue,
      breaches: (one) => one.breaches,
      updatedAt: (one, { time }) => time(one.updatedAt),
      id: (one) => one.id,
    }),
  async *rows(work, _caller, query) {
    const now = await clock.now(work);
    const pages = everyPage<Row, string>(
      (after, limit) => listCampaigns(work, { ...query, after, limit }, now),
      (row) => row.id,
    );
    for await (const page of pages) {
      const ids = page.map(({ id }) => id);
      const figures = await figuresOfCampaigns(work, ids, now);
      yield page.map((row) => summaryOf(row, { figures: figures(row.id), stuck: [] }, now));
    }
  },
});
