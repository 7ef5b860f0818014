import type { Clock } from "@shuangsui/clock";
import { seenBy, supervisionFileQuery, type SupervisionSummary } from "@shuangsui/contracts";
import { columnsOf, everyPage, type ListFile } from "@shuangsui/service-kit/list-files";
import { dueText } from "@shuangsui/workdays";
import type { z } from "zod";
import type { Work } from "../tables.ts";
import type { Supervision } from "./lifecycle.ts";
import { listSupervisions } from "./lists.ts";
import { summaryOf } from "./views.ts";

type Query = z.output<typeof supervisionFileQuery>;

/** The supervision orders as they are taken away (article 4). */
export const supervisionFile = (clock: Clock): ListFile<Work, Query, SupervisionSummary> => ({
  ...{ name: "supervision-orders", tags: ["supervision"], action: "supervision.read" },
  query: supervisionFileQuery,
  kind: () => "supervision",
  columns: () =>
    columnsOf({
      text: (order) => order.text,
      subject: ({ subject }, { words }) => {
        const kind = words.supervisionSubject[subject.kind];
        return subject.kind === "authority" ? kind : `${kind}：${subject.title}`;
      },
      mustAnswer: (order, { authority }) => authority(order.authority),
      orderedBy: (order, { authority }) => authority(order.orderedBy),
      state: (order, { words }) => words.supervisionState[order.state],
      dueAt: (order) => (order.dueAt === null ? null : dueText(new Date(order.dueAt))),
      workdaysLeft: (order) => order.workdaysLeft,
      overdue: (order, { words }) => (order.overdue ? words.yes : words.no),
      escalatedTo: (order, { authority }) =>
        order.escalatedTo === null ? null : authority(order.escalatedTo),
      late: (order, { words }) => (order.late === null ? null : order.late ? words.yes : words.no),
      breaches: (order) => order.breaches,
      openedAt: (order, { time }) => time(order.openedAt),
      updatedAt: (order, { time }) => time(order.updatedAt),
      id: (order) => order.id,
    }),
  async *rows(work, { authority }, { authority: asked, ...query }) {
    const now = await clock.now(work);
    const whole = {
      ...query,
      authorities: asked === undefined ? seenBy(authority) : [asked],
      caller: authority,
    };
    const pages = everyPage<Supervision, string>(
      (after, limit) => listSupervisions(work, { ...whole, after, limit }, now),
      (row) => row.id,
    );
    for await (const page of pages) yield page.map((row) => summaryOf(row, [], now));
  },
});
